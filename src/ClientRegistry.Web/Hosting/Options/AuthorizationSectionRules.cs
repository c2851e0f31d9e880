using ClientRegistry.Core.Clients;
using ClientRegistry.Registration;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>
/// Checks <c>Authorization:Environments</c>: the binder leaves out an environment that there is not, and takes a relative
/// address.
/// </summary>
/// <param name="configuration">Where the names of the environments stand as they were written.</param>
internal sealed class AuthorizationSectionRules(IConfiguration configuration) : IValidateOptions<AuthorizationOptions>
{
    private const string Path = $"{AuthorizationOptions.Section}:{nameof(AuthorizationOptions.Environments)}";

    public ValidateOptionsResult Validate(string? name, AuthorizationOptions options)
    {
        var unknown = configuration.GetSection(Path).GetChildren()
            .Where(child => !Enum.GetNames<ClientEnvironment>().Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path}: there is no such environment; there are sandbox and production.");
        var relative = options.Environments
            .SelectMany(pair => Endpoints($"{Path}:{pair.Key.ToString().ToLowerInvariant()}", pair.Value))
            .Where(endpoint => endpoint.Uri is { } uri && !IsHttps(uri))
            .Select(endpoint => $"{endpoint.Key}: must be an absolute https address; http only on this machine.");
        string[] failures = [.. unknown, .. relative];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<(string Key, Uri? Uri)> Endpoints(string path, AuthorizationEndpoints endpoints) =>
    [
        ($"{path}:{nameof(endpoints.AuthorizationEndpoint)}", endpoints.AuthorizationEndpoint),
        ($"{path}:{nameof(endpoints.TokenEndpoint)}", endpoints.TokenEndpoint),
    ];

    private static bool IsHttps(Uri uri) =>
        uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
