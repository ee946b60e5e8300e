package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Refused;

/** Scenarios 1 and 2, from what an agency says to what the record keeps and another receives. */
@Timeout(60)
class ScenariosTest {
    private static final String IDVA = "haven-idva";
    private static final String LABEL =
            "{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-ActCode\", \"code\": \"NOPAT\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WholeLine line = new WholeLine();

    @BeforeEach
    void nothingElseWaits() {
        line.delivered();
    }

    @Test
    void scenario01_theLabelsOfAFhirReferralStandInTheRecordAndBindEveryRecipient() throws Refused, IOException {
        String fhir = Examples.text("hospital-referral.fhir.json")
                .replace(Examples.ID, UUID.randomUUID().toString())
                .replaceFirst("\"security\": \\[", "\"security\": [" + LABEL + ", ");
        Message referral = new Formats(new Mappings(Path.of("routes", "mappings")))
                .understand(Examples.plain(fhir, MediaType.FHIR_JSON), Examples.HOSPITAL, Examples.SELF);

        line.accepted(referral);

        JsonNode filed = JSON.readTree(line.filed(referral).view().text());
        assertThat(filed.at("/header/labels")).extracting(JsonNode::asText).contains(Label.NOPAT.name(), "SDV");
        Envelope told = WholeLine.to(IDVA, line.delivered()).get(0);
        assertThat(told.handling().orElseThrow().obligations()).contains(Obligation.NOPAT);
    }

    @Test
    void scenario02_fourteenDeclaredAndTwelveCountedIsAcceptedAndAskedAbout() {
        Someone anna = Someone.named("Anna");
        Message doubtful = Told.by("wenbury-police", anna, Someone.named("Ben"))
                .scoring(12, 14)
                .referral();
        Message sound = Told.by("wenbury-police", Someone.named("Carys"), Someone.named("Dean"))
                .scoring(14, 14)
                .referral();

        line.accepted(doubtful);
        line.accepted(sound);

        assertThat(line.notices(line.filed(doubtful).caseRef()))
                .extracting(Notice::code)
                .contains(Notice.Code.SCORE_DOUBTFUL);
        assertThat(line.notices(line.filed(sound).caseRef()))
                .extracting(Notice::code)
                .doesNotContain(Notice.Code.SCORE_DOUBTFUL);
    }
}
