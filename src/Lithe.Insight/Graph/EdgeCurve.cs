using System.Globalization;
using System.Text;

namespace Lithe.Insight.Graph;

/// <summary>An edge as it is drawn: cubic curves through points.</summary>
internal sealed class EdgeCurve
{
    private readonly List<(LayoutPoint Start, LayoutPoint First, LayoutPoint Second, LayoutPoint End)> _pieces = [];

    private EdgeCurve(LibraryEdge edge) => Edge = edge;

    public LibraryEdge Edge { get; }

    /// <summary>Where the pieces begin and end.</summary>
    public IReadOnlyList<LayoutPoint> Points => [_pieces[0].Start, .. _pieces.Select(piece => piece.End)];

    /// <summary>A point a little before the end: the direction of the arrow's tip.</summary>
    public LayoutPoint BeforeEnd => On(_pieces[^1], 0.93);

    /// <summary>The curve as an SVG path.</summary>
    public string Path
    {
        get
        {
            var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"M{_pieces[0].Start.X:0.#} {_pieces[0].Start.Y:0.#}"));
            foreach ((_, LayoutPoint first, LayoutPoint second, LayoutPoint end) in _pieces)
                text.Append(CultureInfo.InvariantCulture, $"C{first.X:0.#} {first.Y:0.#} {second.X:0.#} {second.Y:0.#} {end.X:0.#} {end.Y:0.#}");
            return text.ToString();
        }
    }

    /// <summary>A curve through the layers: it leaves and arrives upright.</summary>
    public static EdgeCurve Down(LibraryEdge edge, IReadOnlyList<LayoutPoint> route)
    {
        var curve = new EdgeCurve(edge);
        for (int i = 0; i + 1 < route.Count; i++)
        {
            (LayoutPoint a, LayoutPoint b) = (route[i], route[i + 1]);
            double bend = (b.Y - a.Y) * 0.5;
            curve._pieces.Add((a, new LayoutPoint(a.X, a.Y + bend), new LayoutPoint(b.X, b.Y - bend), b));
        }
        return curve;
    }

    /// <summary>A curve from the side of one card to the side of another.</summary>
    public static EdgeCurve Across(LibraryEdge edge, LayoutPoint from, double fromWidth, LayoutPoint to, double toWidth)
    {
        // Cards beside one another are joined by their near sides; others by their right ones, around what stands between.
        bool beside = Math.Abs(from.X - to.X) > (fromWidth + toWidth) / 2;
        double direction = beside ? Math.Sign(to.X - from.X) : 1;
        var start = new LayoutPoint(from.X + (direction * fromWidth / 2), from.Y + 12);
        var end = new LayoutPoint(to.X + ((beside ? -direction : 1) * toWidth / 2), to.Y - 12);
        double reach = beside ? Math.Max(30, Math.Abs(end.X - start.X) * 0.5) : 34 + (Math.Abs(from.Y - to.Y) * 0.12);
        var curve = new EdgeCurve(edge);
        curve._pieces.Add((start, new LayoutPoint(start.X + (direction * reach), start.Y), new LayoutPoint(end.X + ((beside ? -direction : 1) * reach), end.Y), end));
        return curve;
    }

    /// <summary>Points along the curve, from its middle outwards.</summary>
    public IEnumerable<LayoutPoint> FromMiddle()
    {
        // Pieces in the middle first, and of each its middle; the straight ones through a layer have cards at both sides.
        foreach (double distance in (double[])[0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.36, 0.4])
        {
            foreach (double at in distance == 0 ? (double[])[0.5] : [0.5 - distance, 0.5 + distance])
            {
                double place = at * _pieces.Count;
                int piece = Math.Clamp((int)place, 0, _pieces.Count - 1);
                yield return On(_pieces[piece], place - piece);
            }
        }
    }

    private static LayoutPoint On((LayoutPoint Start, LayoutPoint First, LayoutPoint Second, LayoutPoint End) piece, double t)
    {
        double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        return new LayoutPoint(
            (a * piece.Start.X) + (b * piece.First.X) + (c * piece.Second.X) + (d * piece.End.X),
            (a * piece.Start.Y) + (b * piece.First.Y) + (c * piece.Second.Y) + (d * piece.End.Y));
    }
}

/// <summary>Finds room for the numbers on edges: clear of cards and of one another.</summary>
internal sealed class LabelPlacer
{
    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken = [];

    public LabelPlacer(IEnumerable<(LayoutPoint Center, (double Width, double Height) Size)> cards)
    {
        foreach ((LayoutPoint center, (double width, double height)) in cards)
            _taken.Add((center.X - (width / 2), center.Y - (height / 2), center.X + (width / 2), center.Y + (height / 2)));
    }

    /// <summary>The middle of a label of a size, on the curve.</summary>
    public LayoutPoint Find(EdgeCurve curve, double width, double height)
    {
        LayoutPoint best = curve.FromMiddle().First();
        double least = double.MaxValue;
        foreach (LayoutPoint at in curve.FromMiddle())
        {
            double overlap = _taken.Sum(box => Overlap(box, at, width + 3, height + 3));
            if (overlap < least)
                (least, best) = (overlap, at);
            if (overlap == 0)
                break;
        }
        _taken.Add((best.X - (width / 2), best.Y - (height / 2), best.X + (width / 2), best.Y + (height / 2)));
        return best;
    }

    private static double Overlap((double Left, double Top, double Right, double Bottom) box, LayoutPoint at, double width, double height)
    {
        double across = Math.Min(box.Right, at.X + (width / 2)) - Math.Max(box.Left, at.X - (width / 2));
        double down = Math.Min(box.Bottom, at.Y + (height / 2)) - Math.Max(box.Top, at.Y - (height / 2));
        return across > 0 && down > 0 ? across * down : 0;
    }
}
