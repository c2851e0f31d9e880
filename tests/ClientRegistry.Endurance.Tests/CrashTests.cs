using ClientRegistry.Endurance.Tests.Infrastructure;

namespace ClientRegistry.Endurance.Tests;

/// <summary>The program is killed (SIGKILL) at random moments, at its start too, while requests are approved and mailed.</summary>
public sealed class CrashTests
{
    private const int Waiting = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Killed_again_and_again_under_load_it_loses_nothing_and_does_nothing_twice()
    {
        await using var site = await Site.CreateAsync();
        var approvals = new Approvals(site);
        for (var kill = 1; kill <= Effort.Kills; kill++)
        {
            await approvals.FillAsync(Waiting);
            if (kill % 5 == 0) await KillAtStartAsync(site);
            else await KillUnderLoadAsync(site, approvals);
        }

        var last = await site.StartAsync();
        await approvals.RunAsync(last);
        await site.AllSentAsync(Patience);
        var evidence = new Evidence(site, approvals);
        await evidence.NoSecretIsReadableAsync();
        await last.StopAsync();

        await evidence.EveryRequestBecameOneClientAsync();
        await evidence.EveryOwedMailArrivedAsync();
        await evidence.NoSecretIsReadableAsync();
        await evidence.NoSecretIsKeptAsync();
        await evidence.TheAuditTrailIsWholeAsync();
        evidence.Report(Effort.Kills);
    }

    private static async Task KillUnderLoadAsync(Site site, Approvals approvals)
    {
        var node = await site.StartAsync();
        var run = approvals.RunAsync(node);
        await approvals.ReachAsync(approvals.Acknowledged.Count + Random.Shared.Next(1, Waiting - 5), run);
        await Task.Delay(Random.Shared.Next(30), TestContext.Current.CancellationToken);
        await node.KillAsync();
        await run;
    }

    private static async Task KillAtStartAsync(Site site)
    {
        var node = site.Begin();
        await Task.Delay(Random.Shared.Next(2500), TestContext.Current.CancellationToken);
        await node.KillAsync();
    }
}
