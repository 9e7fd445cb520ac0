namespace Anneal.Models.Language;

/// <summary>Where a parameter's numbers stand in a file.</summary>
/// <param name="Form">How they differ from the parameter.</param>
/// <param name="Names">The tensors' names; several stand one below the other in the parameter. One that is empty stands for zeros.</param>
internal sealed record WeightPlace(WeightForm Form, params IReadOnlyList<string> Names);
