using System;
using Lithe.Alloc;
using Lithe.Arch;
using Lithe.Sched;
using Lithe.Vmem;

// The first line is where Main begins; the second says whether what was booted works.
Console.WriteLine("main");
nint block = Heap.Allocate(1000, 16);
ulong region = AddressSpace.Reserve(1 << 20, PageAccess.Read | PageAccess.Write, PageSize.Small);
bool works = block != 0 && region != 0 && AddressSpace.Populate(region, 4096) && Scheduler.Current.Name == "main";
Console.WriteLine(works ? "works" : "broken");
return works ? 0 : 1;
