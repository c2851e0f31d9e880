using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Partners;

/// <summary>One partner with its people, for the staff and for its own members.</summary>
public sealed partial class PartnerView
{
    private PartnerDetail? _partner;
    private IReadOnlyList<RoleHolder> _administrators = [];
    private IReadOnlyList<RegistryError> _errors = [];
    private string? _done;
    private bool _missing;

    /// <summary>The partner's row key.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Which page of members; null for the first.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [Inject]
    private ShowPartner ShowPartner { get; set; } = default!;

    [Inject]
    private FindWhoHolds FindWhoHolds { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_partner?.Id != Id) (_partner, _done, _errors) = (null, null, []);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        var shown = await ShowPartner.RunAsync(new(Id, Page ?? 1), actor);
        (_partner, _missing) = (shown.Value, !shown.Succeeded);
        _administrators = _partner is { MayChangeMembers: false }
            ? await FindWhoHolds.RunAsync(
                actor.IsStaff ? NeededRole.Administrator : NeededRole.PartnerAdministrator, actor)
            : [];
    }

    private Task DoneAsync(string done)
    {
        (_done, _errors) = (done, []);
        return LoadAsync();
    }

    /// <summary>Does something to one of the partner's people, and shows what came of it.</summary>
    private async Task ActAsync(PartnerAct act)
    {
        var outcome = await act.RunAsync(await Current.GetAsync());
        (_errors, _done) = (outcome.Errors, outcome.Succeeded ? act.Done : null);
        await LoadAsync();
    }
}

/// <summary>Something to do to one of a partner's people.</summary>
/// <param name="RunAsync">Does it, in the name of whoever is there at that moment.</param>
/// <param name="Done">The sentence to show when it was done.</param>
public sealed record PartnerAct(Func<Actor, Task<Outcome<Done>>> RunAsync, string Done);
