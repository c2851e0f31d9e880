using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace ClientRegistry.Web.Components.Admin;

/// <summary>The keys by which authorization servers identify themselves; auditors read the list.</summary>
public sealed partial class LookupKeys
{
    private Actor _actor = null!;
    private ListLookupKeys.Page? _page;
    private RegistryError? _refusal;
    private IReadOnlyList<RegistryError> _errors = [];
    private IssueLookupKey.Issued? _issued;
    private string? _notice;
    private bool _isIssuing;
    private bool _isBusy;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ListLookupKeys ListLookupKeys { get; set; } = null!;

    [Inject]
    private RevokeLookupKey RevokeLookupKey { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <summary>The page that is shown; the first is 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    private int Number => Math.Max(Page ?? 1, 1);

    private int PageCount => (_page!.Total + ListLookupKeys.PageSize - 1) / ListLookupKeys.PageSize;

    protected override Task OnParametersSetAsync() => ShowAsync();

    private async Task ShowAsync()
    {
        _actor = await Current.GetAsync();
        var outcome = await ListLookupKeys.RunAsync(Number - 1, _actor);
        _page = outcome.Value;
        _refusal = outcome.Error;
    }

    private void Begin()
    {
        _isIssuing = true;
        _issued = null;
        _notice = null;
    }

    private async Task IssuedAsync(IssueLookupKey.Issued issued)
    {
        _isIssuing = false;
        _issued = issued;
        _errors = [];
        await ShowAsync();
    }

    private async Task RevokeAsync(ListLookupKeys.Row key)
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            $"Revoke “{key.Name}”?",
            "The authorization server that uses it is refused from then on, so nobody can sign in there until it has "
                + "another key. This cannot be undone.",
            yesText: "Revoke",
            cancelText: "Keep");
        if (isSure != true || _isBusy) return;

        _isBusy = true;
        try
        {
            var outcome = await RevokeLookupKey.RunAsync(new(key.Name), await Current.GetAsync());
            _errors = outcome.Errors;
            _notice = outcome.Succeeded ? $"The key “{key.Name}” is revoked." : null;
            await ShowAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
