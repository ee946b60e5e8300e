package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.audit.Milestones;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.record.UnprovedMail;

/** Mail that nothing proves to be an agency's may be a referral: people learn of it, and its writer does not. */
@Timeout(60)
class MailStrangersTest {
    private static final Refusal NOT_SIGNED = Refusal.of(RefusalCode.BAD_SIGNATURE, "not-signed");
    private static final Refusal NOT_PINNED = Refusal.of(RefusalCode.CERTIFICATE_REJECTED, "not-pinned");
    private static final Optional<AgencyId> HOSPITAL = Optional.of(new AgencyId("wenbury-hospital"));
    private static final Optional<AgencyId> POLICE = Optional.of(new AgencyId("wenbury-police"));
    private static final Official COORDINATOR = new Official(
            new Acting("account-c", Office.COORDINATOR, new AgencyId("wenbury-marac")), "Wren Hollis", Set.of());

    private final WholeLine line = new WholeLine();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MailStrangers strangers = new MailStrangers(
            line.transactions, new UnprovedMail(line.pseudonyms), line.log, line.area, meters, line.clock);

    @BeforeEach
    void nobodyWroteYet() {
        line.transactions.write(
                (Connection c) -> c.createStatement().executeUpdate("delete from notice where code like 'MAIL_%'"));
    }

    @Test
    void theMetricsSayHowOftenAndWhyAndOfNobody() {
        strangers.wrote(HOSPITAL, NOT_SIGNED);
        strangers.wrote(Optional.empty(), NOT_SIGNED);
        strangers.wrote(Optional.empty(), NOT_PINNED);
        strangers.wrote(Optional.empty(), Refusal.of(RefusalCode.TOO_LARGE));

        assertThat(meters.scrape().lines().filter(each -> each.startsWith("gateway_mail")))
                .containsExactlyInAnyOrder(
                        "gateway_mail_refused_total{code=\"bad-signature\",reason=\"not-signed\"} 2.0",
                        "gateway_mail_refused_total{code=\"certificate-rejected\",reason=\"not-pinned\"} 1.0",
                        "gateway_mail_refused_total{code=\"too-large\",reason=\"\"} 1.0");
    }

    @Test
    void theCoordinatorIsToldOnceADayOfEachAgencyAndOnceOfAllTheRest() throws Declined {
        strangers.wrote(HOSPITAL, NOT_SIGNED);
        strangers.wrote(HOSPITAL, NOT_PINNED);
        strangers.wrote(POLICE, NOT_SIGNED);
        strangers.wrote(Optional.empty(), NOT_SIGNED);
        strangers.wrote(Optional.empty(), NOT_PINNED);

        assertThat(told())
                .containsExactlyInAnyOrder(
                        Notice.Code.MAIL_UNPROVED, Notice.Code.MAIL_UNPROVED, Notice.Code.MAIL_OF_NOBODY);

        line.clock.tick(Duration.ofDays(1));
        strangers.wrote(HOSPITAL, NOT_SIGNED);

        assertThat(told()).hasSize(4);
    }

    /** Otherwise one stranger's mail in the morning hides an agency's of the afternoon. */
    @Test
    void whatWasLookedAtIsNewAgainWhenAnotherAgencyWrites() throws Declined {
        strangers.wrote(Optional.empty(), NOT_SIGNED);
        Notice.Raised first = notices().get(0);
        line.attention.seen(first.id(), "advertising", COORDINATOR);
        assertThat(told()).isEmpty();

        strangers.wrote(HOSPITAL, NOT_PINNED);

        assertThat(told()).containsExactly(Notice.Code.MAIL_UNPROVED);
    }

    @Test
    void theLogSaysWhoseItSaysItIsAndWhyNothingProvesIt() {
        strangers.wrote(HOSPITAL, NOT_PINNED);
        strangers.wrote(Optional.empty(), NOT_SIGNED);

        assertThat(noted("mail.unproved"))
                .containsExactly(
                        new Entry.Noted.Detail("says", "wenbury-hospital"),
                        new Entry.Noted.Detail("code", "certificate-rejected"),
                        new Entry.Noted.Detail("reason", "not-pinned"));
        assertThat(noted("mail.of-nobody"))
                .containsExactly(
                        new Entry.Noted.Detail("says", "nobody"),
                        new Entry.Noted.Detail("code", "bad-signature"),
                        new Entry.Noted.Detail("reason", "not-signed"));
    }

    private List<Entry.Noted.Detail> noted(String event) {
        return line.transactions.read((Connection c) -> new Milestones().noted(c, event)).stream()
                .reduce((first, second) -> second)
                .orElseThrow()
                .details();
    }

    private List<Notice.Code> told() throws Declined {
        return notices().stream().map(raised -> raised.notice().code()).toList();
    }

    private List<Notice.Raised> notices() throws Declined {
        return line.attention.open(COORDINATOR).stream()
                .filter(raised -> raised.notice().code().event().startsWith("mail."))
                .toList();
    }
}
