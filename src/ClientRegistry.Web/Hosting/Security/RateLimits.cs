using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace ClientRegistry.Web.Hosting;

/// <summary>
/// How often one address may send what costs us a password hash, a mail or an entry in somebody's queue: each form under
/// <c>/account</c>, and <c>/apply</c>. Reading is free. Idle counters are dropped by the limiter itself.
/// </summary>
internal static class RateLimits
{
    /// <summary>Posts of one form, from one address, in one <see cref="Window"/>.</summary>
    public const int Posts = 20;

    /// <summary>After this time they count anew.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int Ipv6NetworkBytes = 8;

    /// <summary>Adds the limits.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        limiter.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter =
                Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    });

    private static RateLimitPartition<string> Partition(HttpContext http)
    {
        var path = http.Request.Path;
        if (!HttpMethods.IsPost(http.Request.Method) || !(path.StartsWithSegments("/account") || path.Equals("/apply")))
            return RateLimitPartition.GetNoLimiter("unlimited");

        // By form and not by path: invented paths must not make counters without end.
        var form = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no such form";
        return RateLimitPartition.GetFixedWindowLimiter(
            $"{form} from {Origin(http.Connection.RemoteIpAddress)}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = Posts, Window = Window, QueueLimit = 0 });
    }

    /// <summary>The address; of IPv6 the network, because one subscriber has all of it.</summary>
    private static string Origin(IPAddress? address)
    {
        if (address is null) return "nowhere";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, Ipv6NetworkBytes))
            : address.ToString();
    }
}
