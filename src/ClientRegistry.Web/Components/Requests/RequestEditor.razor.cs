using ClientRegistry.Core;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ClientRegistry.Web.Components.Requests;

/// <summary>Writes a request: first the questions, then the answers to check, then it is submitted.</summary>
public sealed partial class RequestEditor
{
    private readonly FormRemarks _remarks = new();
    private RequestRules? _rules;
    private DraftKeeper? _keeper;
    private ClientRequestDetail? _given;
    private RegistryError? _refusal;
    private IReadOnlyList<RegistryError> _summary = [];
    private IReadOnlyList<RegistryError> _submitErrors = [];
    private IJSObjectReference? _script;
    private string? _focusNext;
    private int? _shownNumber;
    private bool _isChecking;
    private bool _isSubmitting;

    /// <summary>The request that is edited; null for one that is not begun.</summary>
    [Parameter]
    public int? Number { get; set; }

    private ClientRequestForm Form => _keeper!.Form;

    private IReadOnlyList<RegistryError> Refusals =>
        _keeper!.Refusal is { } refusal ? [refusal, .. _submitErrors] : _submitErrors;

    private string Title => (_isChecking, Number ?? _keeper?.Number) switch
    {
        (true, _) => "Check your answers",
        (_, null) => "Request a client",
        (_, { } number) => _given?.IsChange == true ? $"Change a client: request {number}" : $"Request {number}",
    };

    protected override async Task OnParametersSetAsync()
    {
        // The address follows a draft that was just begun here; that is no reason to read it again.
        if (_keeper is not null && Number == _keeper.Number) return;

        if (_keeper is not null) await _keeper.DisposeAsync();
        (_keeper, _rules, _given, _refusal, _shownNumber, _isChecking) = (null, null, null, null, Number, false);
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_keeper?.Number is { } number && _shownNumber != number)
        {
            _shownNumber = number;
            await (await ScriptAsync()).InvokeVoidAsync("showAddress", $"/requests/{number}/edit");
        }

        if (_focusNext is not { } id) return;
        _focusNext = null;
        await (await ScriptAsync()).InvokeVoidAsync("focusOn", id);
    }

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        var rules = await FindRules.RunAsync(Number, actor);
        if ((_refusal = rules.Error) is not null) return;

        var keeper = new DraftKeeper(Start, Save, Current, Clock, work => InvokeAsync(work))
        {
            Changed = () => InvokeAsync(StateHasChanged),
        };
        if (Number is { } number)
        {
            var found = await Find.RunAsync(number, actor);
            if ((_refusal = found.Error ?? NotEditable(found.Value!)) is not null) return;
            _given = found.Value!;
            keeper.GoOnFrom(_given);
            keeper.Form = _given.ToForm();
        }
        else if (actor.Email is { } email)
        {
            keeper.Form.Contacts = [email];
        }

        (_rules, _keeper) = (rules.Value, keeper);
        _remarks.Examine(_rules!, Form);
    }

    private static RegistryError? NotEditable(ClientRequestDetail request) => request.IsEditable
        ? null
        : new RegistryError(
            ErrorCodes.WrongState, $"Request {request.Number} is {request.State.InWords()} and cannot be edited any more.");

    private void Touch()
    {
        _remarks.Examine(_rules!, Form);
        _submitErrors = [];
        if (_summary.Count > 0) _summary = _remarks.Errors;
        _keeper!.Touch();
    }

    private async Task CheckAsync()
    {
        var rows = Form.RedirectUris.Count + Form.Contacts.Count;
        Form.DropEmptyRows();
        if (Form.RedirectUris.Count + Form.Contacts.Count != rows) _keeper!.Touch();
        _remarks.SpeakOfAll();
        _remarks.Examine(_rules!, Form);
        _summary = _remarks.Errors;
        await _keeper!.SaveAsync();
        if (_keeper.IsOvertaken) _focusNext = "overtaken";
        else if (_summary.Count > 0) _focusNext = "error-summary";
        else _isChecking = _keeper.Refusal is null;
    }

    private async Task SubmitAsync()
    {
        if (_isSubmitting) return;
        _isSubmitting = true;
        await _keeper!.SaveAsync();
        var submitted = await Submit.RunAsync(new(_keeper.Number!.Value, _keeper.Version), await Current.GetAsync());
        _isSubmitting = false;
        if (submitted.Succeeded) Navigation.NavigateTo($"/requests/{_keeper.Number}?submitted=true");
        else _submitErrors = submitted.Errors;
    }

    private async Task KeepMineAsync()
    {
        if (await ReadAgainAsync() is not { } request) return;
        _keeper!.GoOnFrom(request);
        _keeper.Touch();
        await _keeper.SaveAsync();
    }

    private async Task ShowSavedAsync()
    {
        if (await ReadAgainAsync() is not { } request) return;
        _keeper!.GoOnFrom(request);
        _keeper.Form = request.ToForm();
        _isChecking = false;
        _remarks.Examine(_rules!, Form);
    }

    private async Task<ClientRequestDetail?> ReadAgainAsync()
    {
        var found = await Find.RunAsync(_keeper!.Number!.Value, await Current.GetAsync());
        _refusal = found.Error ?? NotEditable(found.Value!);
        return _refusal is null ? found.Value : null;
    }

    private void ChangeAsync(string field)
    {
        _isChecking = false;
        FocusAsync(field);
    }

    private void FocusAsync(string field) => _focusNext = FieldId.Of(field);

    private async Task<IJSObjectReference> ScriptAsync() =>
        _script ??= await Js.InvokeAsync<IJSObjectReference>("import", "./js/editor.js");

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (_keeper is not null) await _keeper.DisposeAsync();
        try
        {
            if (_script is not null) await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its module with it.
        }
    }
}
