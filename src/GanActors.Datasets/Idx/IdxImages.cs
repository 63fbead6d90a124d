using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>A pair of IDX files, images and their labels, as one data set.</summary>
internal static class IdxImages
{
    /// <summary>Reads and checks both files.</summary>
    /// <param name="source">What they must agree with: side, classes.</param>
    /// <param name="pair">The files.</param>
    /// <param name="describe">Makes the description out of the number of images.</param>
    /// <exception cref="DatasetException">A file is not what it should be, or the two do not agree.</exception>
    public static ImageDataset Read(IdxSource source, IdxPair pair, Func<int, string> describe)
    {
        var images = IdxFile.Read(pair.Images, 3);
        var labels = IdxFile.Read(pair.Labels, 1);
        for (int axis = 1; axis <= 2; axis++)
        {
            if (images.Dimensions[axis] != source.Side)
            {
                throw new DatasetException(
                    pair.Images, 4 + (4 * axis), axis == 1 ? "rows" : "columns",
                    $"{Wording.Number(images.Dimensions[axis])} is not {source.Name}'s {source.Side}.");
            }
        }

        int count = images.Dimensions[0];
        if (labels.Dimensions[0] != count)
        {
            throw new DatasetException(
                pair.Labels, 4, "number of items", $"{Wording.Number(labels.Dimensions[0])} labels are not one for each of the {Wording.Number(count)} images in {pair.Images}.");
        }

        int wrong = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(source.ClassNames.Length - 1));
        if (wrong >= 0)
            throw new DatasetException(pair.Labels, 8 + wrong, "label", $"{labels.Values[wrong]} is not in 0 .. {source.ClassNames.Length - 1}.");
        return new ImageDataset(
            source.Name, describe(count), new Shape(1, source.Side, source.Side), images.Values, labels.Values, source.ClassNames);
    }
}
