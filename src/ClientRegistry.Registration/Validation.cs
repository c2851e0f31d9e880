using ClientRegistry.Core;
using FluentValidation;
using FluentValidation.Results;

namespace ClientRegistry.Registration;

/// <summary>From what a validator finds to what a use case returns.</summary>
public static class Validation
{
    /// <summary>What is wrong with an input; empty when nothing is.</summary>
    /// <typeparam name="T">The input.</typeparam>
    /// <param name="validator">Knows its shape.</param>
    /// <param name="input">What was given.</param>
    public static IReadOnlyList<RegistryError> ErrorsIn<T>(this IValidator<T> validator, T input) =>
        [.. validator.Validate(input).Errors.Select(ErrorOf)];

    private static RegistryError ErrorOf(ValidationFailure failure) =>
        new(ErrorCodes.Invalid, failure.ErrorMessage, failure.PropertyName);
}
