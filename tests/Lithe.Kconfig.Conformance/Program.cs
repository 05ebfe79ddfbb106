using Lithe.Kconfig.Conformance;

return args switch
{
    ["conf", ..] => ConfCommand.Run(args.AsSpan(1)),
    _ => 2,
};
