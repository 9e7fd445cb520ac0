using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Tensors;

namespace Anneal.Data.Sources;

/// <summary>Reads a matrix that NumPy saved as a table of columns column1, column2, ...; the matrix is read whole.</summary>
internal sealed class NpySource : TableReader
{
    private readonly double[] values;
    private int row;

    private NpySource(SourceFile file)
        : base(file.ShownAs)
    {
        string folder = Directory.CreateTempSubdirectory("anneal-npy-").FullName;
        try
        {
            // The reader of this format maps files, so what lies in an archive is laid down first.
            string path = Path.Combine(folder, "matrix.npy");
            using (FileStream copy = System.IO.File.Create(path))
            using (Stream content = file.Open())
            {
                content.CopyTo(copy);
            }

            Tensor matrix = Load(path);
            if (matrix.Rank is not (1 or 2)) throw new UserErrorException(SourceMessages.NotAMatrix(matrix.Shape.ToString()), SourceMessages.NotAMatrixWayOut, new Place(File));
            if (matrix.Rank == 1) matrix = matrix.Reshape(matrix.Shape[0], 1);
            if (matrix.Shape[1] > HeaderRow.MostColumns) throw new UserErrorException(SourceMessages.TooManyColumns(HeaderRow.MostColumns), SourceMessages.NotAMatrixWayOut, new Place(File));
            values = matrix.To(DType.Float64).Contiguous().ToArray<double>();
            Names = HeaderRow.Without(matrix.Shape[1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The "line" of a row is its number.</summary>
    public override Place Place => new(File, row);

    public static NpySource Open(SourceFile file) => new(file);

    /// <inheritdoc/>
    public override bool Read(string?[] cells)
    {
        int width = Names.Count;
        if (width == 0 || (row + 1) * (long)width > values.Length) return false;
        for (int i = 0; i < width; i++)
        {
            double value = values[(row * width) + i];
            cells[i] = double.IsNaN(value) ? "NaN" : value.ToString(CultureInfo.InvariantCulture);
        }

        row++;
        return true;
    }

    private Tensor Load(string path)
    {
        try
        {
            return NumPy.Load(path);
        }
        catch (ModelFileException e)
        {
            throw new UserErrorException(SourceMessages.BrokenFile("NumPy", e.Reason.TrimEnd('.')), SourceMessages.BrokenFileWayOut, new Place(File), e);
        }
    }
}
