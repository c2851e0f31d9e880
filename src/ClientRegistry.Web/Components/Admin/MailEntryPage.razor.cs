using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Admin;

/// <summary>One owed mail with its history, for the staff; administrators act on it.</summary>
public sealed partial class MailEntryPage
{
    private Actor? _actor;
    private MailDetail? _mail;
    private RegistryError? _refusal;
    private IReadOnlyList<RegistryError> _errors = [];
    private string? _notice;
    private string _reason = "";
    private bool _isBusy;

    /// <summary>Row key of the mail.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private ShowMail ShowMail { get; set; } = null!;

    [Inject]
    private ResendMail ResendMail { get; set; } = null!;

    [Inject]
    private CancelMail CancelMail { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _actor = await Current.GetAsync();
        var outcome = await ShowMail.RunAsync(Id, _actor);
        _mail = outcome.Value;
        _refusal = outcome.Error;
    }

    private Task ResendAsync() =>
        DoAsync(actor => ResendMail.RunAsync(Id, actor), "It is in the queue again, under the same Message-ID.");

    private Task CancelAsync() =>
        DoAsync(actor => CancelMail.RunAsync(new(Id, _reason), actor), "It is cancelled and does not go out.");

    private async Task DoAsync(Func<Actor, Task<Outcome<Done>>> useCase, string notice)
    {
        if (_isBusy) return;

        _isBusy = true;
        try
        {
            var outcome = await useCase(await Current.GetAsync());
            _errors = outcome.Errors;
            _notice = outcome.Succeeded ? notice : null;
            await LoadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
