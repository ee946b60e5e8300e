package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.kit.Folders;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Refused;

/** One referral in the formats of every door is one canonical message, byte for byte. */
class SameReferralTest {
    private static final Path FOLDER = Path.of("src/test/resources/doors");
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final AgencyId SELF = new AgencyId("wenbury-marac");

    @TempDir
    Path mappings;

    private Formats formats;

    @BeforeEach
    void withTheHospitalsMappings() throws IOException {
        Path own = mappings.resolve(HOSPITAL.value());
        Folders.copied(Path.of("routes/mappings").resolve(HOSPITAL.value()), own);
        Files.copy(FOLDER.resolve("rows.yaml"), own.resolve("rows.yaml"));
        formats = new Formats(new Mappings(mappings));
    }

    @ParameterizedTest
    @CsvSource({
        "referral.fhir.json, FHIR_JSON",
        "referral.hl7, HL7",
        "referral.xml, XML",
        "referral.row.json, ROW",
    })
    void whateverItCameAsItIsTheSameMessage(String file, MediaType type) throws Exception {
        assertThat(canonical(file, type)).isEqualTo(canonical("referral.canonical.json", MediaType.CANONICAL));
    }

    @Test
    void andAllOfItIsThere() throws Exception {
        assertThat(Json.MAPPER.readTree(canonical("referral.canonical.json", MediaType.CANONICAL)))
                .isEqualTo(Json.MAPPER.readTree(text("referral.canonical.json")));
    }

    private String canonical(String file, MediaType type) throws IOException, Refused {
        String text = type == MediaType.HL7 ? text(file).replace('\n', '\r') : text(file);
        Opened opened = new Opened(Bytes.utf8(text), type, Assurance.CHANNEL, Optional.empty(), Optional.empty());
        return formats.write(formats.understand(opened, HOSPITAL, SELF)).text();
    }

    private static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file))
                .replace("${id}", "0f8f5a52-6f0e-4b0c-8d58-0c2c2f3a9b11")
                .replace("${control}", "C-1")
                .replace("${agency}", HOSPITAL.value())
                .replace("${created}", "2026-11-21T00:00:00Z")
                .replace("${day}", file.endsWith(".hl7") ? "20261121" : "2026-11-21");
    }
}
