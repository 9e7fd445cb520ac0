namespace Anneal.Tensors;

/// <summary>How the losses of single elements or rows become one.</summary>
public enum Reduction
{
    /// <summary>Their mean; weighted where the loss has class weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay as they are.</summary>
    None,
}
