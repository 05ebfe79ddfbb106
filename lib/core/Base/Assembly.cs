using System.Runtime.CompilerServices;

// The libraries that complete the runtime read object layouts; an image takes in only those that its code needs.
[assembly: InternalsVisibleTo("Lithe.Runtime.Heap")]
[assembly: InternalsVisibleTo("Lithe.Runtime.Dispatch")]
[assembly: InternalsVisibleTo("Lithe.Runtime.Statics")]
[assembly: InternalsVisibleTo("Lithe.Threading")]
