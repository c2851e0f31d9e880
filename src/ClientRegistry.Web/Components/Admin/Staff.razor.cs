using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace ClientRegistry.Web.Components.Admin;

/// <summary>The staff, for administrators; auditors read it.</summary>
public sealed partial class Staff
{
    private Actor _actor = null!;
    private StaffPage? _page;
    private RegistryError? _refusal;
    private IReadOnlyList<RegistryError> _errors = [];
    private string? _notice;
    private bool _isInviting;
    private bool _isBusy;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ListStaff ListStaff { get; set; } = null!;

    [Inject]
    private AddStaff AddStaff { get; set; } = null!;

    [Inject]
    private ChangeStaffRole ChangeStaffRole { get; set; } = null!;

    [Inject]
    private DisableUser DisableUser { get; set; } = null!;

    [Inject]
    private EnableUser EnableUser { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <summary>The page that is shown; the first is 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    private int Number => Math.Max(Page ?? 1, 1);

    private int PageCount => (_page!.MemberCount + ListStaff.PageSize - 1) / ListStaff.PageSize;

    protected override Task OnParametersSetAsync() => ShowAsync();

    private async Task ShowAsync()
    {
        _actor = await Current.GetAsync();
        var outcome = await ListStaff.RunAsync(Number, _actor);
        _page = outcome.Value;
        _refusal = outcome.Error;
    }

    private async Task InvitedAsync(StaffInvitation invitation)
    {
        _isInviting = false;
        _errors = [];
        _notice = $"An invitation is on its way to {invitation.Email}.";
        await ShowAsync();
    }

    private Task InviteAgainAsync(OpenStaffInvitation invitation) => DoAsync(
        async actor => await AddStaff.RunAsync(new(invitation.Email, invitation.Name, invitation.Role), actor),
        $"A new invitation is on its way to {invitation.Email}; the link of the old one does not work any more.");

    private Task ChangeRoleAsync((StaffMember Member, StaffRole Role) choice) => DoAsync(
        async actor => await ChangeStaffRole.RunAsync(new(choice.Member.UserId, choice.Role), actor),
        $"{choice.Member.Name} is {choice.Role.InWords()} now.");

    private async Task DisableAsync(StaffMember member)
    {
        var partners = member.PartnerCount == 0
            ? ""
            : $" {member.PartnerCount} {(member.PartnerCount == 1 ? "partner goes" : "partners go")} to the pool.";
        var isSure = await Dialogs.ShowMessageBoxAsync(
            $"Disable {member.Name}?",
            $"They cannot sign in any more, and their open pages end within a minute.{partners} You can enable them again.",
            yesText: "Disable",
            cancelText: "Keep");
        if (isSure != true) return;

        await DoAsync(
            async actor => await DisableUser.RunAsync(new(member.UserId), actor), $"{member.Name} is disabled.");
    }

    private Task EnableAsync(StaffMember member) => DoAsync(
        async actor => await EnableUser.RunAsync(new(member.UserId), actor), $"{member.Name} can sign in again.");

    private async Task DoAsync<T>(Func<Actor, Task<Outcome<T>>> useCase, string notice)
    {
        if (_isBusy) return;

        _isBusy = true;
        try
        {
            var outcome = await useCase(await Current.GetAsync());
            _errors = outcome.Errors;
            _notice = outcome.Succeeded ? notice : null;
            await ShowAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
