using ClientRegistry.OpenIddict.Asking;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.OpenIddict;

/// <summary>Tells the registry of an authorization request that was refused here, so that the client's owner finds it in the portal.</summary>
internal sealed class RefusalReport(LookupApi api, ILogger<RefusalReport> log)
{
    /// <summary>Tells it. The refusal stands whatever comes of this.</summary>
    /// <param name="parameters">The parameters of the authorization request that matter.</param>
    public async Task TellAsync(Dictionary<string, string> parameters, CancellationToken ct)
    {
        var clientId = parameters["client_id"];
        try
        {
            var refusal = await api.ReportAsync(parameters, ct).ConfigureAwait(false);
            log.RequestRefused(clientId, refusal.Reason, refusal.Reference);
        }
        catch (RegistryUnavailableException e)
        {
            log.ReportLost(e, clientId);
        }
    }
}
