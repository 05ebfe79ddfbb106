using Conformance;

// The folder to work in does not exist yet; what is said does not depend on it, on the user, on numbers of processes or on times.
string folder = args.Length > 0 ? args[0] : "/tmp/lithe-conformance";
if (args is ["exhaust"])
{
    Exhaustion.Run();
    return 0;
}

if (args is ["share", string shared])
{
    Sharing.Run(shared);
    return 0;
}

Sys.Call(95, 18);
Sys.Say("mkdir", Sys.Call(83, Sys.Text(folder), 0x1ed));
Sys.Say("chdir", Sys.Call(80, Sys.Text(folder)));
Files.Run();
Names.Run();
Memory.Run();
Processes.Run();
Waiting.Run();
Signals.Run();
Events.Run();
More.Run();
TwoProcesses.Run();
Sys.Say("chdir /", Sys.Call(80, Sys.Text("/")));
Sys.Say("rmdir", Sys.Call(84, Sys.Text(folder)));
Sys.End();
if (args is [_, "calls"])
    Sys.PrintCalls();
return 0;
