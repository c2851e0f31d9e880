using System.Globalization;

namespace ClientRegistry.Web.Components.Shared;

/// <summary>Distances in time as people say them.</summary>
internal static class Ago
{
    /// <summary>As in <c>3 hours ago</c>, <c>in 2 days</c> or <c>just now</c>.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="now">The present.</param>
    public static string InWords(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = now - at;
        var length = Length(distance.Duration());
        if (length is null) return "just now";
        return distance > TimeSpan.Zero ? $"{length} ago" : $"in {length}";
    }

    /// <summary>A length of time as in <c>3 hours</c>; null for less than a minute.</summary>
    /// <param name="length">How long; not negative.</param>
    public static string? Length(TimeSpan length) => length switch
    {
        { TotalMinutes: < 1 } => null,
        { TotalHours: < 1 } => Count(length.TotalMinutes, "minute"),
        { TotalDays: < 1 } => Count(length.TotalHours, "hour"),
        { TotalDays: < 60 } => Count(length.TotalDays, "day"),
        { TotalDays: < 730 } => Count(length.TotalDays / 30.4, "month"),
        _ => Count(length.TotalDays / 365.25, "year"),
    };

    private static string Count(double number, string unit)
    {
        var whole = (int)Math.Floor(number);
        return whole == 1 ? $"1 {unit}" : $"{whole.ToString(CultureInfo.InvariantCulture)} {unit}s";
    }
}
