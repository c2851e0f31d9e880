using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration.Clients;
using FluentValidation;
using FluentValidation.Results;

namespace ClientRegistry.Registration.Requests;

/// <summary>
/// The rules of the form; the use case runs the same object's rules before it submits. What a client must look like is
/// asked of <see cref="ClientMetadataRules"/>; here is only what the form asks besides.
/// </summary>
public sealed class ClientRequestFormValidator : AbstractValidator<ClientRequestForm>
{
    /// <summary>How long purpose and justification may be, in characters.</summary>
    public const int MaximumTextLength = 4000;

    private readonly ClientMetadataRules _rules;

    /// <summary>Rules over a catalogue.</summary>
    /// <param name="rules">What a client must look like.</param>
    public ClientRequestFormValidator(ClientMetadataRules rules)
    {
        _rules = rules;

        RuleFor(f => f.ClientName).Custom(AskRules);
        RuleFor(f => f.RedirectUris).Custom(AskRules);
        RuleFor(f => f.Scopes).Custom(AskRules);
        RuleFor(f => f.Contacts).Custom(AskRules);
        RuleFor(f => f.ClientUri).Custom(AskRules);
        RuleFor(f => f.LogoUri).Custom(AskRules);
        RuleFor(f => f.TosUri).Custom(AskRules);
        RuleFor(f => f.PolicyUri).Custom(AskRules);
        RuleFor(f => f.TokenEndpointAuthMethod).Custom(AskRules);
        RuleFor(f => f.RequirePkce).Custom(AskRules);

        RuleFor(f => f.Purpose).Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Say what the client is for. The reviewer decides by it.")
            .WithErrorCode(RegistrationErrors.InvalidClientMetadata)
            .MaximumLength(MaximumTextLength).WithMessage(TooLong)
            .WithErrorCode(RegistrationErrors.InvalidClientMetadata);
        RuleFor(f => f.Scopes)
            .NotEmpty().WithMessage("Choose at least one scope: without any, the client may do nothing.")
            .WithErrorCode(RegistrationErrors.InvalidClientMetadata);
        RuleFor(f => f.Justification)
            .NotEmpty().When(f => rules.AnyRestricted(f.Scopes), ApplyConditionTo.CurrentValidator)
            .WithMessage("Say why the restricted scopes are needed. Two people decide by it.")
            .WithErrorCode(RegistrationErrors.InvalidClientMetadata)
            .MaximumLength(MaximumTextLength).WithMessage(TooLong)
            .WithErrorCode(RegistrationErrors.InvalidClientMetadata);
    }

    private const string TooLong = "This has {TotalLength} characters, and at most {MaxLength} are kept. Shorten it.";

    private void AskRules<T>(T member, ValidationContext<ClientRequestForm> context)
    {
        var form = context.InstanceToValidate;
        foreach (var error in _rules.Check(form.ToMetadata(), form.Environment))
        {
            if (error.Field!.Split('[')[0] != context.PropertyPath) continue;
            context.AddFailure(new ValidationFailure(error.Field, error.Message) { ErrorCode = error.Code });
        }
    }
}
