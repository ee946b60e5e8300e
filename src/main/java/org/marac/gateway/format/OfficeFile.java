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
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!names.add(entry.getName()) || names.size() > MOST_PARTS) {
                    throw Refusals.unreadable("too-many-parts");
                }
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    total += read;
                    if (total > MOST_BYTES) {
                        throw Refusals.unreadable("unpacks-to-too-much");
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Refusals.unreadable("not-an-office-file");
        }
        return names;
    }
}
