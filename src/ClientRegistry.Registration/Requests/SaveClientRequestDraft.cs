using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Keeps what was typed into a draft, or into a request given back for changes.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class SaveClientRequestDraft(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>What to keep.</summary>
    /// <param name="Number">The request.</param>
    /// <param name="Version">The version that was edited, from the last save or from <see cref="FindClientRequest"/>.</param>
    /// <param name="Form">What was typed, right or wrong.</param>
    public sealed record Input(int Number, Guid Version, ClientRequestForm Form);

    /// <summary>Does it.</summary>
    /// <param name="input">What to keep.</param>
    /// <param name="actor">Who typed it: a member of the partner.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The draft, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c> when another tab or
    /// person saved in between, <c>invalid_input</c> for what no draft can hold.</returns>
    public async Task<Outcome<DraftSaved>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await RequestOfPartner.LoadAsync(db, input.Number, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;
        if (DraftBounds.Check(input.Form) is { } tooMuch) return tooMuch;

        var request = loaded.Value;
        var now = clock.GetUtcNow();
        var form = input.Form;
        var edited = request.Edit(form.Environment, form.ToMetadata(), form.Purpose, form.Justification, now);
        if (!edited.Succeeded) return edited.Error;
        if (request.ConcurrencyToken != input.Version) return RequestOfPartner.Overtaken();

        return await db.SaveOrRefuseAsync(
            () => new DraftSaved(request.Number, request.ConcurrencyToken, now),
            RequestOfPartner.Overtaken(),
            ct);
    }
}
