namespace Anneal.Models.Trees;

/// <summary>What a node of a tree does with a row.</summary>
public enum TreeNodeKind : byte
{
    /// <summary>Ends the walk: its value is the tree's answer.</summary>
    Leaf,

    /// <summary>Goes left where the column's number is at most the value.</summary>
    Number,

    /// <summary>Goes left where the column's category is in the set.</summary>
    Category,
}

/// <summary>One node of a tree, 16 bytes: two in a row of a cache.</summary>
/// <param name="Value">A leaf's answer, or a number's threshold.</param>
/// <param name="Left">The place of the left child; the right one is the next.</param>
/// <param name="Set">Where the set of categories begins among the ensemble's words.</param>
/// <param name="Column">The column that it looks at.</param>
/// <param name="Kind">What it does.</param>
/// <param name="MissingLeft">Whether a row without a value goes left.</param>
public readonly record struct TreeNode(float Value, int Left, int Set, ushort Column, TreeNodeKind Kind, bool MissingLeft);
