package org.marac.gateway.files;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.marac.gateway.intake.RowAnswer;

/**
 * What is answered of a file, written while it is worked on: a line for each row, and the receipts. A gateway that was
 * killed goes on after the last line that is whole.
 */
final class Acknowledgement implements AutoCloseable {
    private final Path lines;
    private final Path receipts;
    private final Function<List<String>, String> csv;
    private final int done;
    private final OutputStream lineOut;
    private final DataOutputStream receiptOut;

    /** @param csv a line of cells, its end included */
    private Acknowledgement(Path lines, Path receipts, Function<List<String>, String> csv, int done)
            throws IOException {
        this.lines = lines;
        this.receipts = receipts;
        this.csv = csv;
        this.done = done;
        this.lineOut = appending(lines);
        this.receiptOut = new DataOutputStream(new BufferedOutputStream(appending(receipts)));
        if (Files.size(lines) == 0) {
            lineOut.write(csv.apply(RowAnswer.COLUMNS).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Begins, or goes on where one of that file ended; what was only said of the file as a whole is said anew. */
    static Acknowledgement of(Taken taken, Function<List<String>, String> csv) throws IOException {
        Path lines = taken.beside("ack");
        Path receipts = taken.beside("receipts");
        int done = wholeLines(lines);
        wholeReceipts(receipts, done);
        return new Acknowledgement(lines, receipts, csv, done);
    }

    private static OutputStream appending(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The last row that was answered; 0 for none. */
    int done() {
        return done;
    }

    /** The receipt first: a row is done when its line is whole. */
    void add(RowAnswer answer) throws IOException {
        if (answer.receipt().isPresent()) {
            byte[] receipt = answer.receipt().get().toArray();
            receiptOut.writeInt(answer.row());
            receiptOut.writeInt(receipt.length);
            receiptOut.write(receipt);
            receiptOut.flush();
        }
        lineOut.write(csv.apply(answer.cells()).getBytes(StandardCharsets.UTF_8));
    }

    /** Puts all of it where the agency finds it. */
    void answer(Taken taken) throws IOException {
        close();
        Path zip = taken.beside("zip");
        zip(zip);
        taken.answer(taken.name() + ".receipts.zip", zip);
        taken.answer(taken.name() + ".ack.csv", lines);
    }

    private void zip(Path zip) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(receipts));
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            for (int row = next(in); row >= 0; row = next(in)) {
                out.putNextEntry(new ZipEntry("row-" + row + ".p7s"));
                out.write(in.readNBytes(in.readInt()));
                out.closeEntry();
            }
        }
    }

    private static int next(DataInputStream in) throws IOException {
        try {
            return in.readInt();
        } catch (EOFException end) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        lineOut.close();
        receiptOut.close();
    }

    /** Cuts off a line that is not whole, and all of them where none is of a row; the row of the last one that is. */
    private static int wholeLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long end = 0;
        int row = 0;
        try (InputStream in = new java.io.BufferedInputStream(Files.newInputStream(file))) {
            StringBuilder line = new StringBuilder();
            long at = 0;
            for (int read = in.read(); read >= 0; read = in.read()) {
                at++;
                line.append((char) read);
                if (read == '\n') {
                    end = at;
                    row = Math.max(row, number(line));
                    line.setLength(0);
                }
            }
        }
        cut(file, row == 0 ? 0 : end);
        return row;
    }

    private static int number(CharSequence line) {
        String first = line.toString().split(",", 2)[0];
        return first.matches("[0-9]{1,9}") ? Integer.parseInt(first) : 0;
    }

    /** Cuts off receipts of rows whose line is not there, and of the file as a whole: they are given again. */
    private static void wholeReceipts(Path file, int done) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        long end = 0;
        long size = Files.size(file);
        try (DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file)))) {
            for (int row = next(in); row > 0 && row <= done; row = next(in)) {
                int length = in.readInt();
                long after = end + 2L * Integer.BYTES + length;
                if (after > size) {
                    break;
                }
                in.skipNBytes(length);
                end = after;
            }
        } catch (EOFException cutShort) {
            // Its length is not whole: neither is it.
        }
        cut(file, end);
    }

    private static void cut(Path file, long end) throws IOException {
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
            whole.setLength(end);
        }
    }
}
