using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Secrets.Delivery;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Review;

/// <summary>The four things that can be done with a request under review.</summary>
public sealed partial class DecisionPanel
{
    private enum Choice
    {
        None,
        Approve,
        RequestChanges,
        Reject,
    }

    private IReadOnlyList<RegistryError> _errors = [];
    private Choice _choice;
    private Guid? _reader;
    private string _what = "", _why = "", _reason = "";
    private bool _busy, _focus;
    private ElementReference _heading;

    /// <summary>What is decided on.</summary>
    [Parameter, EditorRequired]
    public RequestReview Review { get; set; } = default!;

    /// <summary>Called with what was done, or with null when somebody else was first and the page shall show that.</summary>
    [Parameter]
    public EventCallback<string?> OnDone { get; set; }

    protected override async Task OnInitializedAsync() => _reader = (await Current.GetAsync()).UserId;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focus) return;

        _focus = false;
        await _heading.FocusAsync();
    }

    private ClientRequestDetail Request => Review.Request;

    private bool IsMine => Request.State == ClientRequestState.InReview && Request.Reviewer?.Id == _reader;

    private bool CanApprove => Review.Obstacles.Count == 0 && !Review.GaveFirstApproval;

    private bool IsFirstOfTwo => Review is { NeedsSecondApprover: true, HasFirstApproval: false };

    private string ClaimText => Request.Reviewer is { } reviewer ? $"Take it over from {reviewer.Name}" : "Claim";

    private string ApproveTitle => $"Approve request {Request.Number}?";

    private string ApproveText => IsFirstOfTwo ? "Give the first approval"
        : Request.IsChange ? "Approve and change the client" : "Approve and issue the client";

    private string SecondApproval => Review switch
    {
        { GaveFirstApproval: true } => "You gave the first approval. A restricted scope needs a second person; they are asked by mail.",
        { HasFirstApproval: true } => "The first approval is given. Yours would be the second and would decide.",
        _ => "It asks for a restricted scope, so two people have to approve.",
    };

    private IEnumerable<string> WhatApprovingDoes
    {
        get
        {
            if (IsFirstOfTwo)
            {
                return
                [
                    "Nothing is issued yet: a restricted scope needs a second person.",
                    "Everybody else who may decide on it is asked by mail.",
                ];
            }

            var submitter = Request.SubmittedBy is { } person ? person.ToString() : "the submitter";
            var count = Request.Metadata.RedirectUris.Count;
            var uris = count == 1 ? "1 redirect URI" : $"{count} redirect URIs";
            if (Request.IsChange)
            {
                return
                [
                    $"Revision {Request.BaseRevision + 1} of {Request.ClientId} goes live at once, with {uris}.",
                    $"The members of {Request.PartnerName} are told by mail what is different. The secret stays the same.",
                ];
            }

            return
            [
                $"A new client of {Request.PartnerName} goes live in {Request.Environment.ToString().ToLowerInvariant()} at once, with {uris}.",
                (Request.Metadata.IsPublic, Delivery.UsualFor(Request.RequiresClaimLink)) switch
                {
                    (true, _) => $"Its client_id is e-mailed to {submitter}. It is a public client and has no secret.",
                    (_, SecretRoute.ClaimLink) =>
                        $"Its client_id is e-mailed to {submitter}, with a link by which they alone pick up the client secret.",
                    _ => $"Its client_id and client secret are e-mailed to {submitter}.",
                },
            ];
        }
    }

    private void Choose(Choice choice)
    {
        (_choice, _errors) = (choice, []);
        _focus = choice == Choice.Approve;
    }

    private void Back() => Choose(Choice.None);

    /// <summary>What is not shown at a field of the open form.</summary>
    private IReadOnlyList<RegistryError> Unplaced =>
        [.. _errors.Where(e => e.Field is null || _choice is Choice.None or Choice.Approve)];

    private string? ErrorOf(string field) => _errors.FirstOrDefault(e => e.Field == field)?.Message;

    private Task ClaimAsync() => DecideAsync(
        actor => ClaimClientRequest.RunAsync(Request.Number, actor), _ => "You have it now. The partner is told.");

    private Task ApproveAsync() => DecideAsync(
        actor => ApproveClientRequest.RunAsync(Request.Number, actor),
        result => result.Step == ApprovalStep.NeedsSecondApprover
            ? "The first approval is given. Colleagues are asked for the second."
            : $"Approved. {result.ClientId} is live, and the mail is on its way.");

    private Task RequestChangesAsync() => DecideAsync(
        actor => RequestChangesOnClientRequest.RunAsync(new(Request.Number, _what, _why), actor),
        _ => "The partner has it again and is told what to change.");

    private Task RejectAsync() => DecideAsync(
        actor => RejectClientRequest.RunAsync(new(Request.Number, _reason), actor),
        _ => "Rejected. The partner is told why.");

    /// <summary>One decision at a time; a second click finds the first under way.</summary>
    private async Task DecideAsync<T>(Func<Actor, Task<Outcome<T>>> decide, Func<T, string> said)
    {
        if (_busy) return;

        _busy = true;
        try
        {
            var decided = await decide(await Current.GetAsync());
            _errors = decided.Errors;
            if (decided.Succeeded)
            {
                Back();
                await OnDone.InvokeAsync(said(decided.Value));
            }
            else if (decided.Error.Code is ErrorCodes.Conflict or ErrorCodes.WrongState)
            {
                _choice = Choice.None;
                await OnDone.InvokeAsync(null);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
