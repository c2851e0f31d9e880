namespace ClientRegistry.Web.Components.Shared;

/// <summary>One of a few to choose from.</summary>
/// <typeparam name="T">What is chosen.</typeparam>
/// <param name="Value">The choice.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Help">What it means, in a sentence.</param>
public sealed record Choice<T>(T Value, string Label, string Help);
