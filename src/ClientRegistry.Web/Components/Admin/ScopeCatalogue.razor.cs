using ClientRegistry.Core;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Scopes;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace ClientRegistry.Web.Components.Admin;

/// <summary>The scope catalogue. Staff reads it, administrators change it.</summary>
public sealed partial class ScopeCatalogue
{
    private string _search = "";
    private bool _retired;
    private Paged<ScopeInList>? _scopes;
    private IReadOnlyList<RoleHolder> _administrators = [];
    private IReadOnlyList<RegistryError> _errors = [];
    private ScopeInList? _edited;
    private string? _done;
    private bool _refused;
    private bool _mayChange;
    private bool _adding;

    /// <summary>Part of name or description; null for all.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Whether to show those that can no longer be asked for.</summary>
    [SupplyParameterFromQuery(Name = "retired")]
    public bool Retired { get; set; }

    /// <summary>Which page; null for the first.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [Inject]
    private ListScopes ListScopes { get; set; } = default!;

    [Inject]
    private RetireScope RetireScope { get; set; } = default!;

    [Inject]
    private RestoreScope RestoreScope { get; set; } = default!;

    [Inject]
    private FindWhoHolds FindWhoHolds { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Address { get; set; } = default!;

    private bool IsFiltered => !string.IsNullOrWhiteSpace(Query) || Retired;

    protected override Task OnParametersSetAsync()
    {
        (_search, _retired) = (Query ?? "", Retired);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        var listed = await ListScopes.RunAsync(new(Query, Retired, Page ?? 1), actor);
        (_scopes, _refused, _mayChange) = (listed.Value, !listed.Succeeded, actor.IsAdministrator);
        if (!_refused && !_mayChange)
            _administrators = await FindWhoHolds.RunAsync(NeededRole.Administrator, actor);
    }

    private void Search() => Address.NavigateTo(Address.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["q"] = string.IsNullOrWhiteSpace(_search) ? null : _search.Trim(' ', '\t'),
        ["retired"] = _retired ? true : null,
        ["page"] = null,
    }));

    private void Edit(ScopeInList scope) => (_edited, _adding, _done, _errors) = (scope, false, null, []);

    private void Close() => (_edited, _adding) = (null, false);

    private Task SavedAsync(string done)
    {
        Close();
        (_done, _errors) = (done, []);
        return LoadAsync();
    }

    private static string Turn(ScopeInList scope) => scope.RetiredAt is null ? "Retire" : "Restore";

    private async Task TurnAsync(ScopeInList scope)
    {
        var restores = scope.RetiredAt is not null;
        if (!restores && await Dialogs.ShowMessageBoxAsync(
            $"Retire {scope.Name}?",
            "It can no longer be asked for. Clients that have it keep it, and it can be restored.",
            yesText: "Retire",
            cancelText: "Keep") is not true)
        {
            return;
        }

        var actor = await Current.GetAsync();
        var outcome = restores
            ? await RestoreScope.RunAsync(new(scope.Name), actor)
            : await RetireScope.RunAsync(new(scope.Name), actor);
        _errors = outcome.Errors;
        _done = (outcome.Succeeded, restores) switch
        {
            (false, _) => null,
            (_, true) => $"{scope.Name} can be asked for again.",
            _ => $"{scope.Name} is retired.",
        };
        await LoadAsync();
    }
}
