using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ClientRegistry.Web.Accounts;

/// <summary>Tells <see cref="CurrentActor"/> that it serves a circuit.</summary>
/// <param name="actor">Of the same scope.</param>
internal sealed class ActorOfCircuit(CurrentActor actor) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        actor.EnterCircuit();
        return Task.CompletedTask;
    }
}
