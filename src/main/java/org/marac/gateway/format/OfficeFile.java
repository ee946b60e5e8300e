package org.marac.gateway.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Refused;

/**
 * A workbook or a word-processor file (Office Open XML, ECMA-376). It is hostile until proven otherwise: what it unpacks to
 * is counted before anything of it is read.
 */
final class OfficeFile {
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int MOST_PARTS = 1_000;
    private static final int MOST_BYTES = 96 * 1024 * 1024;
    /** Of all that is not gone through row by row; as a tree in memory it takes a few hundred bytes for each tag. */
    private static final int MOST_TREE_BYTES = 24 * 1024 * 1024;

    private static final int MOST_TREE_TAGS = 250_000;
    /** Texts of cells that several cells may have; kept as a list. */
    private static final int MOST_TEXT_TAGS = 6_000_000;

    private final Mappings mappings;
    private final AgencyId agency;

    OfficeFile(Mappings mappings, AgencyId agency) {
        this.mappings = mappings;
        this.agency = agency;
    }

    void split(Splitter.Source file, Splitter.Each each) throws Refused, IOException {
        byte[] bytes = bytes(file);
        Set<String> parts = parts(bytes);
        Optional<FormMapping> form = mappings.of(agency, FormMapping.KIND);
        if (parts.contains("word/document.xml")) {
            FormMapping labels = form.orElseThrow(() -> Refusals.unsupported("no-form-mapping"));
            labels.read(DocxPage.of(bytes), each);
        } else if (parts.contains("xl/workbook.xml")) {
            Workbook workbook = new Workbook(bytes);
            Optional<List<FormBlock>> page =
                    form.isPresent() ? form.get().recognised(workbook.blocks()) : Optional.empty();
            if (page.isPresent()) {
                form.get().read(page.get(), each);
            } else {
                workbook.rows(mappings.of(agency, RowSheet.KIND).flatMap(RowSheet::sheet), each);
            }
        } else {
            throw Refusals.unsupported("not-an-office-file");
        }
    }

    private static byte[] bytes(Splitter.Source file) throws Refused, IOException {
        try (InputStream in = file.open()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Refusals.unreadable("office-file-too-large");
            }
            return bytes;
        }
    }

    /** The names of its parts; what a file says of its own size is a claim, so they are unpacked and counted. */
    private static Set<String> parts(byte[] bytes) throws Refused {
        Set<String> names = new HashSet<>();
        Unpacked rows = new Unpacked(MOST_BYTES, Long.MAX_VALUE);
        Unpacked texts = new Unpacked(MOST_BYTES, MOST_TEXT_TAGS);
        Unpacked trees = new Unpacked(MOST_TREE_BYTES, MOST_TREE_TAGS);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (!names.add(name) || names.size() > MOST_PARTS) {
                    throw Refusals.unreadable("too-many-parts");
                }
                Unpacked kind = Workbook.isSheet(name) ? rows : Workbook.isTexts(name) ? texts : trees;
                kind.count(zip, rows.bytes + texts.bytes + trees.bytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Refusals.unreadable("not-an-office-file");
        }
        return names;
    }

    /** What parts of one kind unpack to. */
    private static final class Unpacked {
        private final long mostBytes;
        private final long mostTags;
        private final byte[] buffer = new byte[64 * 1024];
        private long bytes;
        private long tags;

        Unpacked(long mostBytes, long mostTags) {
            this.mostBytes = mostBytes;
            this.mostTags = mostTags;
        }

        /** Goes through one more part to its end. */
        void count(ZipInputStream zip, long before) throws Refused, IOException {
            long room = Math.min(mostBytes - bytes, MOST_BYTES - before);
            for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                bytes += read;
                room -= read;
                for (int i = 0; i < read; i++) {
                    tags += buffer[i] == '<' ? 1 : 0;
                }
                if (room < 0 || tags > mostTags) {
                    throw Refusals.unreadable("unpacks-to-too-much");
                }
            }
        }
    }
}
