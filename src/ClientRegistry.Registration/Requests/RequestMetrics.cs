using System.Diagnostics.Metrics;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.Extensions.Hosting;

namespace ClientRegistry.Registration.Requests;

/// <summary>Counts the transitions of client requests that this process committed, by the state they led to.</summary>
internal sealed class RequestMetrics : IHostedService
{
    private readonly Commits _commits;
    private readonly Counter<long> _transitions;

    public RequestMetrics(IMeterFactory meters, Commits commits)
    {
        _commits = commits;
        _transitions = meters.Create("ClientRegistry").CreateCounter<long>(
            "clientregistry.requests.transitions", "{transition}", "Transitions of client requests, by the new state.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _commits.RequestsMoved += Count;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _commits.RequestsMoved -= Count;
        return Task.CompletedTask;
    }

    private void Count(IReadOnlyList<RequestEvent> moves)
    {
        foreach (var move in moves)
        {
            if (StateAfter(move.Kind) is { } state) _transitions.Add(1, new KeyValuePair<string, object?>("to", state));
        }
    }

    private static string? StateAfter(RequestEventKind kind) => kind switch
    {
        RequestEventKind.Drafted => "draft",
        RequestEventKind.Submitted => "submitted",
        RequestEventKind.Claimed => "in_review",
        RequestEventKind.ChangesRequested => "changes_requested",
        RequestEventKind.Approved => "approved",
        RequestEventKind.Rejected => "rejected",
        RequestEventKind.Withdrawn => "withdrawn",
        _ => null,
    };
}
