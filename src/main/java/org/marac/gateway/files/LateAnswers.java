package org.marac.gateway.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** Answers given later than the file came, in the agency's folder: lines and receipts as for any file. */
public final class LateAnswers {
    private final Folders folders;
    private final Function<List<String>, String> csv;

    /**
     * @param folders where the agency finds them
     * @param csv a line of cells, its end included
     */
    public LateAnswers(Folders folders, Function<List<String>, String> csv) {
        this.folders = folders;
        this.csv = csv;
    }

    /**
     * Puts them there; the same again changes nothing.
     *
     * @param name what their names begin with; nothing of what was sent
     */
    public void answer(AgencyId agency, String name, List<RowAnswer> answers) throws IOException {
        Path zip = Files.createTempFile(folders.fresh(), "out", "");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (RowAnswer answer : answers) {
                Optional<Bytes> receipt = answer.receipt();
                if (receipt.isPresent()) {
                    out.putNextEntry(new ZipEntry("row-" + answer.row() + ".p7s"));
                    out.write(receipt.get().toArray());
                    out.closeEntry();
                }
            }
        }
        folders.place(agency, name + ".receipts.zip", zip);
        String lines = Stream.concat(
                        Stream.of(RowAnswer.COLUMNS), answers.stream().map(RowAnswer::cells))
                .map(csv)
                .collect(Collectors.joining());
        folders.place(agency, name + ".ack.csv", Bytes.of(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
