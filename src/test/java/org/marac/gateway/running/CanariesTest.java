package org.marac.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that finds nothing proves nothing, unless it finds what is there. */
class CanariesTest {
    private static final String MARK = "14 Larkfold Close";

    private final Canaries canaries = new Canaries(List.of(MARK));

    @TempDir
    Path place;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x14 Larkfold Closex",
                "14 LARKFOLD CLOSE",
                "14larkfoldclose",
                "?q=14%20Larkfold%20Close",
                "?q=14+Larkfold+Close"
            })
    void findsText(String text) {
        assertThat(canaries.in(text, "here")).isNotEmpty();
        assertThat(canaries.in(text.getBytes(StandardCharsets.UTF_16LE), "here"))
                .isNotEmpty();
        assertThat(canaries.in(text.getBytes(StandardCharsets.UTF_16BE), "here"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc"})
    void findsEncodedText(String before) throws IOException {
        byte[] text = (before + MARK + " and more").getBytes(StandardCharsets.UTF_8);

        assertThat(canaries.in(Base64.getEncoder().encode(text), "here")).isNotEmpty();
        assertThat(canaries.in(HexFormat.of().withUpperCase().formatHex(text), "here"))
                .isNotEmpty();
        assertThat(canaries.in(zlib(text), "here")).isNotEmpty();
        assertThat(canaries.in(gzip(text), "here")).isNotEmpty();
    }

    @Test
    void findsFilesAndTheirNames() throws IOException {
        Path deep = Files.createDirectories(place.resolve("a/b"));
        Files.writeString(deep.resolve("note"), "at " + MARK);
        Files.createFile(deep.resolve("14-" + MARK));

        assertThat(canaries.in(place)).hasSize(2);
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(canaries.in("15 Larkfold Close; Larkfold", "here")).isEmpty();
    }

    private static byte[] zlib(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(text);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflater = new GZIPOutputStream(out)) {
            deflater.write(text);
        }
        return out.toByteArray();
    }
}
