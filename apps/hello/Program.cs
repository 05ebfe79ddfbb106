using System;

Console.WriteLine("Hello from Lithe!");
