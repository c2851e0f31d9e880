using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Admin;

/// <summary>The owed mail, for the staff; administrators act on it. What is filtered stands in the address.</summary>
public sealed partial class MailQueuePage
{
    private Actor? _actor;
    private MailOverview? _overview;
    private bool _isRefused;
    private IReadOnlyList<RegistryError> _errors = [];
    private string? _recipient;

    /// <summary>Only mails in that state; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>Part of the recipient's address or name; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Recipient { get; set; }

    /// <summary>Which page of the list; null for the first.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [Inject]
    private ListMail ListMail { get; set; } = null!;

    [Inject]
    private TryMailNow TryMailNow { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool HasFilter => !string.IsNullOrEmpty(State) || !string.IsNullOrEmpty(Recipient);

    protected override Task OnParametersSetAsync()
    {
        _recipient = Recipient;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _actor = await Current.GetAsync();
        var state = Enum.TryParse<MailState>(State, out var known) ? known : (MailState?)null;
        var outcome = await ListMail.RunAsync(new(state, Recipient, Page ?? 1), _actor);
        _overview = outcome.Value;
        _isRefused = !outcome.Succeeded;
    }

    private async Task TryNowAsync()
    {
        _errors = (await TryMailNow.RunAsync(await Current.GetAsync())).Errors;
        await LoadAsync();
    }

    private void Search() => Show(State, _recipient, 1);

    private void Show(string? state, string? recipient, int page) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(
            "/admin/mail",
            new Dictionary<string, object?>
            {
                ["state"] = string.IsNullOrEmpty(state) ? null : state,
                ["recipient"] = string.IsNullOrWhiteSpace(recipient) ? null : recipient,
                ["page"] = page > 1 ? page : null,
            }));
}

/// <summary>The states of a mail in words.</summary>
internal static class MailStates
{
    public static string InWords(MailState state) => state switch
    {
        MailState.Due => "Waiting",
        MailState.Sending => "Being sent",
        MailState.Sent => "Sent",
        MailState.Failed => "Failed",
        _ => "Cancelled",
    };
}
