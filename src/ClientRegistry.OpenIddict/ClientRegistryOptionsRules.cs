using Microsoft.Extensions.Options;

namespace ClientRegistry.OpenIddict;

internal sealed class ClientRegistryOptionsRules : IValidateOptions<ClientRegistryOptions>
{
    public ValidateOptionsResult Validate(string? name, ClientRegistryOptions options)
    {
        List<string> wrong = [.. Check(options)];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Check(ClientRegistryOptions options)
    {
        if (Wrong(options.BaseAddress) is { } address) yield return Say(nameof(options.BaseAddress), address);
        if (string.IsNullOrEmpty(options.LookupKey)) yield return Say(nameof(options.LookupKey), "is missing");
        else if (!options.LookupKey.All(c => c is > ' ' and <= '~'))
            yield return Say(nameof(options.LookupKey), "may hold printable ASCII without blanks only");
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(1))
            yield return Say(nameof(options.Timeout), "must be more than zero and at most one minute");
        if (options.Retries is < 0 or > 10) yield return Say(nameof(options.Retries), "must be 0 to 10");
        if (options.MaxStale < TimeSpan.Zero || options.MaxStale > TimeSpan.FromDays(1))
            yield return Say(nameof(options.MaxStale), "must be zero to one day");
        if (options.CacheEntries < 1) yield return Say(nameof(options.CacheEntries), "must be at least 1");
    }

    // The key and every secret travel there.
    private static string? Wrong(Uri? address) => address switch
    {
        null => "is missing",
        { IsAbsoluteUri: false } => "must be an absolute address",
        { Scheme: "https" } or { Scheme: "http", IsLoopback: true } when address.Query.Length + address.Fragment.Length > 0 =>
            "must have no query and no fragment",
        { Scheme: "https" } or { Scheme: "http", IsLoopback: true } =>
            address.AbsolutePath.TrimEnd('/').EndsWith("/api/v1", StringComparison.OrdinalIgnoreCase)
                ? "must end before /api/v1, which is added"
                : null,
        _ => "must be https, or http on a loopback host",
    };

    private static string Say(string option, string what) => $"{nameof(ClientRegistryOptions)}.{option} {what}.";
}
