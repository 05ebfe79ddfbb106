return await Lithe.Cli.Commands.CommandTree.RunAsync(args).ConfigureAwait(false);
