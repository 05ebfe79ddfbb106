namespace Lithe.Insight.Graph;

/// <summary>A point of a drawing.</summary>
internal readonly record struct LayoutPoint(double X, double Y);

/// <summary>A drawing.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Centers">The middle of each node.</param>
/// <param name="Routes">The points that each edge goes through, from the lower side of its source to the upper side of its target.</param>
internal sealed record LayoutResult(double Width, double Height, IReadOnlyList<LayoutPoint> Centers, IReadOnlyList<IReadOnlyList<LayoutPoint>> Routes);

/// <summary>
/// Draws a directed graph in layers (Sugiyama, Tagawa and Toda, 1981): every edge goes down, long edges are cut at each layer, layers are ordered
/// so that few edges cross, and places are chosen so that edges are straight.
/// </summary>
internal sealed class LayeredLayout
{
    private const double NodeGap = 36;
    private const double BendGap = 18;
    private const double LayerGap = 84;
    private const double Margin = 24;
    private const double LeastWidth = 800;
    private const double AspectRatio = 1.25;
    private const int OrderSweeps = 32;
    private const int PlaceSweeps = 60;

    private readonly IReadOnlyList<(double Width, double Height)> _sizes;
    private readonly List<(int From, int To)> _edges;
    private readonly bool[] _reversed;
    private readonly List<int> _layerOf = [];
    private readonly List<double> _widths = [];
    private readonly List<List<int>> _above = [];
    private readonly List<List<int>> _below = [];
    private readonly List<int>[] _chains;
    private List<List<int>> _layers = [];

    private LayeredLayout(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<(int From, int To)> edges)
    {
        _sizes = sizes;
        _edges = [.. edges];
        _reversed = new bool[edges.Count];
        _chains = new List<int>[edges.Count];
    }

    /// <summary>Arranges nodes of given sizes.</summary>
    public static LayoutResult Arrange(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<(int From, int To)> edges)
    {
        var layout = new LayeredLayout(sizes, edges);
        layout.TurnBackEdges();
        layout.AssignLayers();
        layout.CutLongEdges();
        layout.OrderLayers();
        return layout.Place();
    }

    // A graph with circles has no layers: edges that close one are drawn as if they went the other way.
    private void TurnBackEdges()
    {
        int[] state = new int[_sizes.Count];
        ILookup<int, int> outgoing = Enumerable.Range(0, _edges.Count).ToLookup(edge => _edges[edge].From);
        for (int node = 0; node < _sizes.Count; node++)
            Visit(node);
        for (int edge = 0; edge < _edges.Count; edge++)
        {
            if (_reversed[edge])
                _edges[edge] = (_edges[edge].To, _edges[edge].From);
        }

        void Visit(int node)
        {
            if (state[node] != 0)
                return;
            state[node] = 1;
            foreach (int edge in outgoing[node])
            {
                if (state[_edges[edge].To] == 1)
                    _reversed[edge] = true;
                else
                    Visit(_edges[edge].To);
            }
            state[node] = 2;
        }
    }

    // The longest way down decides: what everything uses is at the bottom, and each library stands right above what it needs. Where a layer
    // has got too wide, the rest moves up; those with the longest way above them are placed first.
    private void AssignLayers()
    {
        int count = _sizes.Count;
        int[] below = Longest(_edges.ToLookup(edge => edge.From, edge => edge.To)), above = Longest(_edges.ToLookup(edge => edge.To, edge => edge.From));
        ILookup<int, int> needs = _edges.ToLookup(edge => edge.From, edge => edge.To);
        double area = _sizes.Sum(size => (size.Width + NodeGap) * (size.Height + LayerGap));
        double limit = Math.Max(LeastWidth, Math.Sqrt(area) * AspectRatio);
        int[] level = new int[count];
        var taken = new List<double>();
        foreach (int node in Enumerable.Range(0, count).OrderBy(node => below[node]).ThenByDescending(node => above[node]).ThenBy(node => node))
        {
            level[node] = needs[node].Where(other => other != node).Select(other => level[other] + 1).DefaultIfEmpty(0).Max();
            while (level[node] < taken.Count && taken[level[node]] > 0 && taken[level[node]] + _sizes[node].Width > limit)
                level[node]++;
            while (taken.Count <= level[node])
                taken.Add(0);
            taken[level[node]] += _sizes[node].Width + NodeGap;
        }
        for (int node = 0; node < count; node++)
        {
            _layerOf.Add(taken.Count - 1 - level[node]);
            _widths.Add(_sizes[node].Width);
            _above.Add([]);
            _below.Add([]);
        }

        int[] Longest(ILookup<int, int> next)
        {
            int[] length = new int[count];
            Array.Fill(length, -1);
            for (int node = 0; node < count; node++)
                Length(node);
            return length;

            int Length(int node)
            {
                if (length[node] < 0)
                    length[node] = next[node].Where(other => other != node).Select(other => Length(other) + 1).DefaultIfEmpty(0).Max();
                return length[node];
            }
        }
    }

    private void CutLongEdges()
    {
        for (int edge = 0; edge < _edges.Count; edge++)
        {
            (int from, int to) = _edges[edge];
            List<int> chain = _chains[edge] = [from];
            if (from == to)
                continue;
            for (int layer = _layerOf[from] + 1; layer < _layerOf[to]; layer++)
            {
                _layerOf.Add(layer);
                _widths.Add(0);
                _above.Add([]);
                _below.Add([]);
                chain.Add(_layerOf.Count - 1);
            }
            chain.Add(to);
            for (int i = 0; i + 1 < chain.Count; i++)
            {
                _below[chain[i]].Add(chain[i + 1]);
                _above[chain[i + 1]].Add(chain[i]);
            }
        }
    }

    private void OrderLayers()
    {
        int count = _layerOf.Count == 0 ? 0 : _layerOf.Max() + 1;
        List<List<int>> layers = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (int node = 0; node < _layerOf.Count; node++)
            layers[_layerOf[node]].Add(node);
        var position = new double[_layerOf.Count];
        Renumber(layers, position);
        long best = long.MaxValue;
        for (int sweep = 0; sweep < OrderSweeps && best > 0; sweep++)
        {
            bool down = sweep % 2 == 0;
            for (int i = 1; i < count; i++)
            {
                List<int> layer = layers[down ? i : count - 1 - i];
                List<List<int>> fixedSide = down ? _above : _below;
                List<int> sorted = [.. layer.OrderBy(node => fixedSide[node].Count == 0 ? position[node] : fixedSide[node].Average(other => position[other])).ThenBy(node => position[node])];
                layer.Clear();
                layer.AddRange(sorted);
                Renumber([layer], position);
            }
            SwapNeighbours(layers, position);
            long crossings = layers.Skip(1).Sum(layer => Crossings(layer, position));
            if (crossings < best)
            {
                best = crossings;
                _layers = [.. layers.Select(layer => layer.ToList())];
            }
        }
        if (_layers.Count == 0)
            _layers = layers;
    }

    // Positions are relative to the layer's length, so that averages over layers of different lengths compare.
    private static void Renumber(List<List<int>> layers, double[] position)
    {
        foreach (List<int> layer in layers)
        {
            for (int i = 0; i < layer.Count; i++)
                position[layer[i]] = (i + 0.5) / layer.Count;
        }
    }

    private void SwapNeighbours(List<List<int>> layers, double[] position)
    {
        foreach (List<int> layer in layers)
        {
            for (int i = 0; i + 1 < layer.Count; i++)
            {
                (int left, int right) = (layer[i], layer[i + 1]);
                if (Gain(left, right, position) <= 0)
                    continue;
                (layer[i], layer[i + 1]) = (right, left);
                (position[left], position[right]) = (position[right], position[left]);
            }
        }
    }

    // How many crossings go when the two change places.
    private int Gain(int left, int right, double[] position)
    {
        return Between(_above[left], _above[right]) + Between(_below[left], _below[right]) - Between(_above[right], _above[left]) - Between(_below[right], _below[left]);

        int Between(List<int> first, List<int> second) => first.Sum(a => second.Count(b => position[a] > position[b]));
    }

    private long Crossings(List<int> layer, double[] position)
    {
        List<(double Above, double Here)> ends = [.. layer.SelectMany(node => _above[node].Select(other => (position[other], position[node])))];
        long crossings = 0;
        for (int i = 0; i < ends.Count; i++)
        {
            for (int j = i + 1; j < ends.Count; j++)
            {
                if ((ends[i].Above - ends[j].Above) * (ends[i].Here - ends[j].Here) < 0)
                    crossings++;
            }
        }
        return crossings;
    }

    private LayoutResult Place()
    {
        double[] x = PlaceAcross();
        double left = _layers.SelectMany(layer => layer).Select(node => x[node] - (_widths[node] / 2)).DefaultIfEmpty(0).Min();
        for (int node = 0; node < x.Length; node++)
            x[node] += Margin - left;
        double[] y = new double[_layers.Count], heights = [.. _layers.Select(layer => layer.Where(node => node < _sizes.Count).Select(node => _sizes[node].Height).DefaultIfEmpty(0).Max())];
        double at = Margin;
        for (int layer = 0; layer < _layers.Count; layer++)
        {
            y[layer] = at + (heights[layer] / 2);
            at += heights[layer] + LayerGap;
        }
        double width = _layers.SelectMany(layer => layer).Select(node => x[node] + (_widths[node] / 2)).DefaultIfEmpty(0).Max() + Margin;
        LayoutPoint[] centers = [.. Enumerable.Range(0, _sizes.Count).Select(node => new LayoutPoint(x[node], y[_layerOf[node]]))];
        return new LayoutResult(width, Math.Max(at - LayerGap + Margin, 2 * Margin), centers, Routes(x, y, heights));
    }

    // Each node wants to be where its neighbours are, long edges' bends most of all; order and distances in the layer stand.
    private double[] PlaceAcross()
    {
        var x = new double[_layerOf.Count];
        foreach (List<int> layer in _layers)
        {
            double at = 0;
            for (int i = 0; i < layer.Count; i++)
            {
                at += i == 0 ? 0 : Distance(layer[i - 1], layer[i]);
                x[layer[i]] = at;
            }
            foreach (int node in layer)
                x[node] -= at / 2;
        }
        for (int sweep = 0; sweep < PlaceSweeps; sweep++)
        {
            bool down = sweep % 2 == 0;
            for (int i = 0; i < _layers.Count; i++)
            {
                List<int> layer = _layers[down ? i : _layers.Count - 1 - i];
                double[] wanted = [.. layer.Select(Wanted)], weight = [.. layer.Select(node => node < _sizes.Count ? 1.0 : 4.0)];
                Spread(layer, wanted, weight, x);
            }
        }
        return x;

        double Wanted(int node)
        {
            double sum = 0, total = 0;
            foreach (int other in _above[node].Concat(_below[node]))
            {
                double pull = node >= _sizes.Count && other >= _sizes.Count ? 8 : node >= _sizes.Count || other >= _sizes.Count ? 2 : 1;
                sum += pull * x[other];
                total += pull;
            }
            return total == 0 ? x[node] : sum / total;
        }
    }

    // The places nearest to the wanted ones that keep order and distance: pool adjacent violators.
    private void Spread(List<int> layer, double[] wanted, double[] weight, double[] x)
    {
        var blocks = new List<(double Place, double Weight, int Count)>();
        var offset = new double[layer.Count];
        for (int i = 0; i < layer.Count; i++)
        {
            offset[i] = i == 0 ? 0 : offset[i - 1] + Distance(layer[i - 1], layer[i]);
            blocks.Add((wanted[i] - offset[i], weight[i], 1));
            while (blocks.Count > 1 && blocks[^2].Place > blocks[^1].Place)
            {
                (double Place, double Weight, int Count) a = blocks[^2], b = blocks[^1];
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add((((a.Place * a.Weight) + (b.Place * b.Weight)) / (a.Weight + b.Weight), a.Weight + b.Weight, a.Count + b.Count));
            }
        }
        int at = 0;
        foreach ((double place, _, int count) in blocks)
        {
            for (int i = 0; i < count; i++, at++)
                x[layer[at]] = place + offset[at];
        }
    }

    private double Distance(int left, int right)
    {
        bool bends = left >= _sizes.Count && right >= _sizes.Count;
        return ((_widths[left] + _widths[right]) / 2) + (bends ? BendGap : NodeGap);
    }

    private IReadOnlyList<LayoutPoint>[] Routes(double[] x, double[] y, double[] heights)
    {
        var routes = new IReadOnlyList<LayoutPoint>[_edges.Count];
        double[] start = Ports(x, fromAbove: false), end = Ports(x, fromAbove: true);
        for (int edge = 0; edge < _edges.Count; edge++)
        {
            List<int> chain = _chains[edge];
            int from = chain[0], to = chain[^1];
            var points = new List<LayoutPoint> { new(start[edge], y[_layerOf[from]] + (_sizes[from].Height / 2)) };
            foreach (int bend in chain.Skip(1).SkipLast(1))
            {
                // Straight through the layer, between its nodes.
                double half = heights[_layerOf[bend]] / 2;
                points.Add(new LayoutPoint(x[bend], y[_layerOf[bend]] - half));
                points.Add(new LayoutPoint(x[bend], y[_layerOf[bend]] + half));
            }
            points.Add(new LayoutPoint(end[edge], y[_layerOf[to]] - (_sizes[to].Height / 2)));
            if (_reversed[edge])
                points.Reverse();
            routes[edge] = points;
        }
        return routes;
    }

    // Edges leave and reach a node side by side, in the order of where they come from or go to.
    private double[] Ports(double[] x, bool fromAbove)
    {
        var ports = new double[_edges.Count];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, _edges.Count).GroupBy(edge => fromAbove ? _chains[edge][^1] : _chains[edge][0]))
        {
            int[] edges = [.. group.OrderBy(edge => _chains[edge].Count < 2 ? 0 : x[fromAbove ? _chains[edge][^2] : _chains[edge][1]])];
            double usable = _sizes[group.Key].Width * 0.7, step = edges.Length < 2 ? 0 : Math.Min(22, usable / (edges.Length - 1));
            for (int i = 0; i < edges.Length; i++)
                ports[edges[i]] = x[group.Key] + ((i - ((edges.Length - 1) / 2.0)) * step);
        }
        return ports;
    }
}
