using Conformance;

// The folder to work in does not exist yet; ports that the system picks are not said.
string folder = args.Length > 0 ? args[0] : "/tmp/lithe-sockets";
Sys.Say("mkdir", Sys.Call(83, Sys.Text(folder), 0x1ed));
Sys.Say("chdir", Sys.Call(80, Sys.Text(folder)));
Making.Run();
Streams.Run(isV6: false);
Streams.Run(isV6: true);
Datagrams.Run();
Extras.Run();
Local.Run();
Readiness.Run();
Sys.Say("chdir /", Sys.Call(80, Sys.Text("/")));
Sys.Say("rmdir", Sys.Call(84, Sys.Text(folder)));
Sys.End();
if (args is [_, "calls"])
    Sys.PrintCalls();
return 0;
