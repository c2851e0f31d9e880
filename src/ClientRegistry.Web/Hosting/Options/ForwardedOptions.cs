using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ClientRegistry.Web.Hosting;

/// <summary>
/// Whose word on the caller's address and scheme is believed (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>);
/// section <c>ForwardedHeaders</c>. Nobody's, unless they are named here.
/// </summary>
internal sealed class ForwardedOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "ForwardedHeaders";

    /// <summary>Addresses of proxies. Default: none.</summary>
    public IReadOnlyList<string> KnownProxies { get; set; } = [];

    /// <summary>Networks of proxies, as <c>10.0.0.0/8</c>. Default: none.</summary>
    public IReadOnlyList<string> KnownNetworks { get; set; } = [];

    /// <summary>Whether anybody is believed.</summary>
    public bool IsConfigured => KnownProxies.Count + KnownNetworks.Count > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (proxy, at) in KnownProxies.Select((value, at) => (value, at)))
        {
            if (!IPAddress.TryParse(proxy, out _))
                yield return new($"\"{proxy}\" is not an IP address.", [$"{nameof(KnownProxies)}:{at}"]);
        }

        foreach (var (network, at) in KnownNetworks.Select((value, at) => (value, at)))
        {
            if (!IPNetwork.TryParse(network, out _))
                yield return new($"\"{network}\" is not a network such as 10.0.0.0/8.", [$"{nameof(KnownNetworks)}:{at}"]);
        }
    }
}
