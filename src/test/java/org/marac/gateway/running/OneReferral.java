package org.marac.gateway.running;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.marac.gateway.model.Bytes;

/** One and the same referral in every form an agency's system may have. Each under an id of its own, of the beginning of today. */
final class OneReferral {
    static final Path FOLDER = Path.of("src/test/resources/doors");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalDate day = LocalDate.now(ZoneOffset.UTC);

    Bytes fhir(String id) throws IOException {
        return Bytes.utf8(text("referral.fhir.json", id));
    }

    Bytes xml(String id) throws IOException {
        return Bytes.utf8(text("referral.xml", id));
    }

    Bytes canonical(String id) throws IOException {
        return Bytes.utf8(text("referral.canonical.json", id));
    }

    String hl7(String id) throws IOException {
        return text("referral.hl7", id).replace('\n', '\r');
    }

    /** A table of one row. */
    Bytes csv(String id) throws IOException {
        return Bytes.utf8(line(row(id).keySet()) + line(row(id).values()));
    }

    /** A Word document with a table of labels and answers. */
    Bytes form(String id) throws IOException {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.createParagraph().createRun().setText("MARAC referral form");
            Map<String, String> answers = row(id);
            XWPFTable table = document.createTable(answers.size(), 2);
            int number = 0;
            for (Map.Entry<String, String> answer : answers.entrySet()) {
                table.getRow(number).getCell(0).setText(answer.getKey());
                table.getRow(number).getCell(1).setText(answer.getValue());
                number++;
            }
            document.write(out);
            return Bytes.of(out.toByteArray());
        }
    }

    private Map<String, String> row(String id) throws IOException {
        return JSON.readValue(text("referral.row.json", id), new TypeReference<LinkedHashMap<String, String>>() {});
    }

    private static String line(Iterable<String> cells) {
        return "\"" + String.join("\",\"", cells) + "\"\r\n";
    }

    private String text(String name, String id) throws IOException {
        return Files.readString(FOLDER.resolve(name))
                .replace("${id}", id)
                .replace("${control}", id.substring(0, 18))
                .replace("${agency}", "wenbury-hospital")
                .replace("${created}", day + "T00:00:00Z")
                .replace("${day}", name.endsWith(".hl7") ? day.toString().replace("-", "") : day.toString());
    }
}
