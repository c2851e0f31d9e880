using ClientRegistry.Core;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Partners;

/// <summary>One application, with the decision on it while it waits.</summary>
public sealed partial class ApplicationCard
{
    private const string NameField = nameof(AcceptPartnerApplication.Input.PartnerName);
    private const string ReasonField = nameof(DeclinePartnerApplication.Input.Reason);

    private Step _step;
    private string _name = "";
    private string _reason = "";
    private IReadOnlyList<RegistryError> _errors = [];
    private bool _busy;

    private enum Step
    {
        Look,
        Accept,
        Decline,
    }

    /// <summary>The application.</summary>
    [Parameter, EditorRequired]
    public ApplicationOnDesk Application { get; set; } = default!;

    /// <summary>Whether the reader may decide.</summary>
    [Parameter]
    public bool MayDecide { get; set; }

    /// <summary>Called with a sentence about what was decided.</summary>
    [Parameter]
    public EventCallback<string> OnDecided { get; set; }

    [Inject]
    private AcceptPartnerApplication Accept { get; set; } = default!;

    [Inject]
    private DeclinePartnerApplication Decline { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    private string HeadingId => $"application-{Application.Id}";

    protected override void OnInitialized() => _name = Application.Organisation;

    private void Go(Step step) => (_step, _errors) = (step, []);

    private void Back() => Go(Step.Look);

    private Task AcceptAsync() => DecideAsync(
        async actor => (await Accept.RunAsync(new(Application.Id, _name), actor)).Errors,
        $"{_name} is a partner. {Application.ContactName} gets the invitation by mail.");

    private Task DeclineAsync() => DecideAsync(
        async actor => (await Decline.RunAsync(new(Application.Id, _reason), actor)).Errors,
        $"The application of {Application.Organisation} is declined. {Application.ContactName} gets the answer by mail.");

    private async Task DecideAsync(Func<Core.Accounts.Actor, Task<IReadOnlyList<RegistryError>>> decide, string done)
    {
        if (_busy) return;

        _busy = true;
        _errors = await decide(await Current.GetAsync());
        _busy = false;
        if (_errors.Count == 0) await OnDecided.InvokeAsync(done);
    }
}
