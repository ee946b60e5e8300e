package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.slf4j.LoggerFactory;

/**
 * The family court keeps an applicant's address confidential ({@code isAddressConfidential}): it stands in no output of any
 * kind, wherever in the application it stood. The application is the court's own file.
 */
class ConfidentialAddressTest {
    private static final Path FILE = Path.of("../shared/inputs/hmcts-fl401/FL401-case-data.json");
    private static final AgencyId CHILDREN = new AgencyId("wenbury-childrens-services");
    private static final String CONFIDENTIAL = "\"isAddressConfidential\": \"Yes\"";
    private static final String OPEN = "\"isAddressConfidential\": \"No\"";
    /** How it can be written. */
    private static final List<String> ADDRESS = List.of("lorne", "le2 1yh", "le21yh");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private WholeLine line;
    private String application;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.exists(FILE), "The court's files are not here");
        line = new WholeLine();
        line.inside = MediaType.JSON;
        application = Files.readString(FILE)
                .replace("Sairam", "Sairam" + UUID.randomUUID().toString().substring(0, 8));
        logged.start();
        root().addAppender(logged);
    }

    @AfterEach
    void stop() {
        root().detachAppender(logged);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private Outcome say(String json) {
        return line.say(CHILDREN, Bytes.utf8(json));
    }

    /** Everything that came out, as text. */
    private String everything(Outcome outcome) {
        Stream<String> views = line.delivered().stream()
                .flatMap(envelope ->
                        Stream.of(envelope.toString(), envelope.content().text()));
        Stream<String> receipt = outcome.answered().receipt().stream().map(Bytes::text);
        Stream<String> log = logged.list.stream().map(event -> event.getFormattedMessage() + event.getThrowableProxy());
        return Stream.of(views, receipt, log)
                .flatMap(text -> text)
                .toList()
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    @Test
    void whatIsNotConfidentialIsSaid() {
        Outcome outcome = say(application);

        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        assertThat(views()).contains("17 lorne road");
    }

    private String views() {
        return line.delivered().stream()
                .map(envelope -> envelope.content().text())
                .toList()
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    @Test
    void aConfidentialAddressIsInNoOutput() {
        String asked = application.replace(OPEN, CONFIDENTIAL);
        assertThat(asked).isNotEqualTo(application);

        Outcome outcome = say(asked);

        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        String everything = everything(outcome);
        assertThat(everything).doesNotContain(ADDRESS);
        assertThat(filed(outcome)).contains("manchella").doesNotContain(ADDRESS);
    }

    @Test
    void norWhenAnotherTextRepeatsIt() {
        String asked = application
                .replace(OPEN, CONFIDENTIAL)
                .replace("\"awergs\"", "\"He came to 17 Lorne Road, LE2 1YH, last night.\"");
        assertThat(asked).contains("last night");

        Outcome outcome = say(asked);

        String everything = everything(outcome);
        assertThat(everything).doesNotContain(ADDRESS);
    }

    @Test
    void norInWhatIsSaidOfAMistake() {
        Outcome outcome = say(application
                .replace(OPEN, CONFIDENTIAL)
                .replace("\"lastName\": \"Doe\"", "\"lastName\": \"17 Lorne Road " + "x".repeat(300) + "\""));

        assertThat(outcome.answered().refusal()).isPresent();
        assertThat(outcome.answered().refusal().toString().toLowerCase(Locale.ROOT))
                .doesNotContain(ADDRESS);
        String everything = everything(outcome);
        assertThat(everything).doesNotContain(ADDRESS);
    }

    private String filed(Outcome outcome) {
        String ref = line.pseudonyms.messageRef(CHILDREN, outcome.message().orElseThrow());
        return line.transactions
                .read(c -> line.caseRecord.message(c, ref))
                .orElseThrow()
                .view()
                .text()
                .toLowerCase(Locale.ROOT);
    }
}
