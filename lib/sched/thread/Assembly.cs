using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Lithe.Sched.Dispatcher")]
[assembly: InternalsVisibleTo("Lithe.Sync")]
