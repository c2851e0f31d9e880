using System.Threading.Channels;
using ClientRegistry.OpenIddict.Asking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ClientRegistry.OpenIddict;

/// <summary>
/// Tells the registry of authorization requests that were refused here, so that the client's owner finds them in the
/// portal. Nobody waits for it: what comes faster than the registry takes it is dropped.
/// </summary>
internal sealed class RefusalReport(LookupApi api, ILogger<RefusalReport> log) : BackgroundService
{
    private const int MostWaiting = 1000;

    // The registry reads no longer ones, and they would wait in memory.
    private const int LongestValue = 4096;

    private readonly Channel<Dictionary<string, string>> _refused = Channel.CreateBounded<Dictionary<string, string>>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Has it told. The refusal stands whatever comes of this.</summary>
    /// <param name="parameters">The parameters of the authorization request that matter.</param>
    public void Tell(Dictionary<string, string> parameters)
    {
        if (parameters.Values.All(v => v.Length <= LongestValue)) _refused.Writer.TryWrite(parameters);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var parameters in _refused.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            var clientId = parameters[Parameters.ClientId];
            try
            {
                var refusal = await api.ReportAsync(parameters, stoppingToken).ConfigureAwait(false);
                log.RequestRefused(clientId, refusal.Reason, refusal.Reference);
            }
            catch (RegistryUnavailableException e)
            {
                log.ReportLost(clientId, e.Message);
            }
        }
    }
}
