package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Waiting;

/** Whose client somebody is, and what comes in attached documents, from what an agency says to what another receives. */
@Timeout(60)
class HazardsOnTheLineTest {
    private static final String SERVICE = "wenbury-substance-misuse";
    private static final String IDVA = "haven-idva";

    private final WholeLine line = new WholeLine();
    private final Someone victim = Someone.named("Anna");
    private final Someone perpetrator = Someone.named("Ben");

    @BeforeEach
    void nothingElseWaits() {
        line.delivered();
    }

    @Test
    void aServiceIsToldOfItsOwnClientAlsoWhereAnEarlierMessageSaidWhoseClientItIs() {
        Message action = action();
        line.accepted(action);
        assertThat(WholeLine.to(SERVICE, line.delivered()))
                .as("nobody is its client")
                .isEmpty();

        victim.onTheBooks(SERVICE, Person.Book.CLIENT);
        line.accepted(Told.by("wenbury-hospital", victim, perpetrator)
                .item(DataCategory.HOUSING, Role.VICTIM, "She lives with her sister.")
                .information());
        line.delivered();
        line.accepted(Told.by("wenbury-police", Someone.again(victim), perpetrator)
                .purpose(Purpose.ACTION)
                .item(DataCategory.RISK, Role.VICTIM, "He has threatened to kill her.")
                .information());

        List<Envelope> told = WholeLine.to(SERVICE, line.delivered());
        assertThat(told).hasSize(1);
        assertThat(told.get(0).content().text())
                .contains("threatened to kill", "Anna")
                .doesNotContain("Ben");
        assertThat(told.get(0).handling().orElseThrow().clauses().toString()).contains("C11.13", "C11.14");
    }

    @Test
    void h10_aServiceWithBothPartiesReceivesNothingBeforeAPersonHasDecided() {
        victim.onTheBooks(SERVICE, Person.Book.CLIENT);
        perpetrator.onTheBooks(SERVICE, Person.Book.CLIENT);
        Message action = action();
        line.accepted(action);

        assertThat(WholeLine.to(SERVICE, line.delivered())).isEmpty();
        assertThat(line.waiting(action)).singleElement().satisfies(waiting -> {
            assertThat(waiting.recipient().value()).isEqualTo(SERVICE);
            assertThat(waiting.reason()).isEqualTo("both-parties-known");
        });
    }

    @Test
    void h4_aDocumentThatNamesWhoAskedUnderADisclosureSchemeWaitsForAPerson() {
        Message told = Told.by("wenbury-police", victim, perpetrator)
                .purpose(Purpose.RESEARCH)
                .toldBy("Nerys Vaughan", Informant.Capacity.DISCLOSURE_SCHEME_APPLICANT, "07700 900461")
                .attached(Attachment.Type.TEXT, "N. Vaughan asked about him.".getBytes(StandardCharsets.UTF_8))
                .item(DataCategory.RISK, Role.VICTIM, "She is afraid.")
                .information();
        line.accepted(told);

        assertThat(line.waiting(told)).extracting(Waiting::reason).containsExactly("protected-value-in-text");
        assertThat(WholeLine.to(IDVA, line.delivered())).isEmpty();
        assertThat(line.filed(told).view().text()).contains("attachments").doesNotContain("Vaughan");
    }

    @Test
    void aDocumentNobodyCanReadWaitsForAPersonAndOneThatSaysNothingProtectedGoes() {
        Message scan = told("%PDF-1.7 a scan".getBytes(StandardCharsets.US_ASCII), Attachment.Type.PDF);
        line.accepted(scan);
        assertThat(line.waiting(scan)).extracting(Waiting::reason).containsExactly("not-for-a-machine");

        Message letter = told("The tenancy ends in May.".getBytes(StandardCharsets.UTF_8), Attachment.Type.TEXT);
        line.accepted(letter);
        assertThat(line.waiting(letter)).isEmpty();
        assertThat(WholeLine.to(IDVA, line.delivered()))
                .singleElement()
                .satisfies(envelope -> assertThat(WholeLine.view(envelope)
                                .at("/header/attachments/0/mediaType")
                                .asText())
                        .isEqualTo("text/plain"));
    }

    private Message told(byte[] document, Attachment.Type type) {
        return Told.by("wenbury-police", victim, perpetrator)
                .attached(type, document)
                .item(DataCategory.RISK, Role.VICTIM, "She is afraid.")
                .information();
    }

    private Message action() {
        return Told.by("wenbury-police", victim, perpetrator)
                .purpose(Purpose.ACTION)
                .item(DataCategory.RISK, Role.VICTIM, "He has threatened to kill her.")
                .information();
    }
}
