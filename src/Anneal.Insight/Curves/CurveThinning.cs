namespace Anneal.Insight.Curves;

/// <summary>Leaves out points that nobody would see.</summary>
internal static class CurveThinning
{
    /// <summary>Keeps a point when it lies a step from the last one kept; ends always stay.</summary>
    public static IReadOnlyList<CurvePoint> Thin(this IReadOnlyList<CurvePoint> points, double step = 0.005)
    {
        List<CurvePoint> kept = [];
        for (int i = 0; i < points.Count; i++)
        {
            if (i == 0 || i == points.Count - 1 || Math.Abs(points[i].X - kept[^1].X) >= step || Math.Abs(points[i].Y - kept[^1].Y) >= step) kept.Add(points[i]);
        }

        return kept;
    }
}
