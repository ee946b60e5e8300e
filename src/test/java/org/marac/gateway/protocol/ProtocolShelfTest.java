package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.protocol.Area.NOW;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.protocol.Explanation.Verdict;

/** Which version is in force, who has signed it, and who is speaking. */
class ProtocolShelfTest {
    private static final String BAD_SIGNATURE =
            "does not stand (bad-signature): these are not the bytes that were signed" + " (openssl cms needs -binary)";
    private static final String FIRST = Area.first();
    private static final String[] QUORUM = {"wenbury-police", "wenbury-marac", "wenbury-hospital"};
    private static final String SECOND = Area.next(FIRST, 2, "2026-06-01T00:00:00Z");

    @TempDir
    Path folder;

    private Area area;

    @BeforeEach
    void makeArea() {
        area = new Area(folder);
    }

    @Nested
    class Versions {
        @Test
        void aVersionIsInForceOnceTheChairAndTheQuorumHaveSigned() {
            area.version(1, FIRST, QUORUM);
            assertThat(versionAt(NOW)).contains(1);
            assertThat(area.shelf().inForce(NOW).orElseThrow().signatories())
                    .containsExactlyInAnyOrder(
                            new AgencyId("wenbury-police"),
                            new AgencyId("wenbury-marac"),
                            new AgencyId("wenbury-hospital"));
        }

        @Test
        void noneIsWithoutTheQuorumOrWithoutTheChair() {
            area.version(1, FIRST, "wenbury-police", "wenbury-marac");
            assertThat(versionAt(NOW)).isEmpty();
            area.sign(1, FIRST, "haven-idva");
            assertThat(versionAt(NOW)).contains(1);
            area.version(1, FIRST.replace("chair: wenbury-police", "chair: wenbury-gp"));
            assertThat(versionAt(NOW)).isEmpty();
        }

        @Test
        void oneAgencySigningUnderTwoNamesCountsOnce() {
            area.version(1, FIRST, "wenbury-police", "wenbury-marac");
            area.write("v1/signatures/wenbury-fire.p7s", Area.signature("wenbury-police", Bytes.utf8(FIRST)));
            assertThat(versionAt(NOW)).isEmpty();
        }

        @Test
        void itIsFromTheMomentItTakesEffectUntilTheMomentItExpires() {
            area.version(1, FIRST, QUORUM);
            ProtocolShelf shelf = area.shelf();
            assertThat(shelf.inForce(Instant.parse("2025-12-31T23:59:59.999Z"))).isEmpty();
            assertThat(shelf.inForce(Instant.parse("2026-01-01T00:00:00Z"))).isPresent();
            assertThat(shelf.inForce(Instant.parse("2035-12-31T23:59:59.999Z"))).isPresent();
            assertThat(shelf.inForce(Instant.parse("2036-01-01T00:00:00Z"))).isEmpty();
        }

        @Test
        void theNextSupersedesItAtTheMomentItTakesEffect() {
            area.version(1, FIRST, QUORUM).version(2, SECOND, QUORUM);
            assertThat(versionAt(Instant.parse("2026-05-31T23:59:59.999Z"))).contains(1);
            assertThat(versionAt(Instant.parse("2026-06-01T00:00:00Z"))).contains(2);
        }

        @Test
        void whoSignedTheOneBeforeHasNotSignedTheNext() {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "haven-idva").version(2, SECOND, QUORUM);
            area.write("v2/signatures/haven-idva.p7s", Area.signature("haven-idva", Bytes.utf8(FIRST)));
            assertThat(area.shelf().inForce(NOW).orElseThrow().signatories())
                    .doesNotContain(new AgencyId("haven-idva"))
                    .hasSize(3);
        }

        @Test
        void theNextIsNotWithoutTheQuorumOfThoseWhoSignedTheOneBefore() {
            area.version(1, FIRST, QUORUM)
                    .version(2, SECOND, "wenbury-police", "haven-idva", "wenbury-gp", "wenbury-housing");
            assertThat(versionAt(NOW)).contains(1);
        }

        @Test
        void theNextCannotLowerTheQuorumThatItNeeds() {
            String weaker = Area.next(FIRST, 2, "2026-06-01T00:00:00Z").replace("quorum: 3", "quorum: 1");
            area.version(1, FIRST, QUORUM).version(2, weaker, "wenbury-police");
            assertThat(versionAt(NOW)).contains(1);
        }

        @Test
        void whenTheNewestHasExpiredTheOneBeforeDoesNotComeBack() {
            String brief = SECOND.replaceFirst("(?m)^expires: .*$", "expires: 2026-10-01T00:00:00Z")
                    .replaceFirst("(?m)^review: .*$", "review: 2026-09-01");
            area.version(1, FIRST, QUORUM).version(2, brief, QUORUM);
            assertThat(versionAt(Instant.parse("2026-09-30T00:00:00Z"))).contains(2);
            assertThat(versionAt(NOW)).isEmpty();
        }

        @Test
        void aVersionIsNotWithoutTheOneBeforeIt() {
            String third = Area.next(SECOND, 3, "2026-07-01T00:00:00Z");
            area.version(1, FIRST, QUORUM).version(3, third, QUORUM);
            assertThat(versionAt(NOW)).contains(1);
            area.version(2, SECOND, QUORUM);
            assertThat(versionAt(NOW)).contains(3);
        }

        @Test
        void aSecondVersionAloneIsNothing() {
            area.version(2, SECOND, QUORUM);
            assertThat(versionAt(NOW)).isEmpty();
        }

        @Test
        void aForkIsNot() {
            String forked = Area.next(FIRST + "# another first version\n", 2, "2026-06-01T00:00:00Z");
            area.version(1, FIRST, QUORUM).version(2, forked, QUORUM);
            assertThat(versionAt(NOW)).contains(1);
        }

        @Test
        void aVersionOfAnotherProtocolIsNot() {
            String other = SECOND.replaceFirst("(?m)^protocol: .*$", "protocol: eastmere-marac");
            area.version(1, FIRST, QUORUM).version(2, other, QUORUM);
            assertThat(versionAt(NOW)).contains(1);
        }

        @Test
        void aVersionThatTakesEffectBeforeTheOneBeforeItIsNot() {
            area.version(1, FIRST, QUORUM).version(2, Area.next(FIRST, 2, "2026-01-01T00:00:00Z"), QUORUM);
            assertThat(versionAt(NOW)).contains(1);
        }

        @Test
        void anOldVersionUnderANewNumberIsNot() {
            area.version(1, FIRST, QUORUM).version(2, FIRST, QUORUM);
            assertThat(versionAt(NOW)).contains(1);
            assertThat(area.shelf().explain(NOW).lines())
                    .anyMatch(line -> line.verdict() == Verdict.FAILS
                            && line.says().contains("the folder says version 2, the protocol version 1"));
        }

        @Test
        void theFirstIsTheOneTheOperatorPinned() {
            area.version(1, FIRST, QUORUM);
            assertThat(area.shelf(pinning(FIRST)).inForce(NOW)).isPresent();
            assertThat(area.shelf(pinning("another")).inForce(NOW)).isEmpty();
        }

        @Test
        void oneChangedByteVoidsEverySignature() {
            area.version(1, FIRST, QUORUM).version(1, FIRST.replace("count: 14", "count: 10"));
            assertThat(versionAt(NOW)).isEmpty();
        }

        @Test
        void certificatesThatRunOutAfterItTookEffectDoNotUndoWhatWasAgreed() {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "haven-idva");
            area.expiring.put("wenbury-police", Instant.parse("2026-08-01T00:00:00Z"));
            area.expiring.put("wenbury-marac", Instant.parse("2026-08-01T00:00:00Z"));
            assertThat(versionAt(NOW)).contains(1);
            assertThat(area.shelf().inForce(NOW).orElseThrow().signatories())
                    .containsExactlyInAnyOrder(new AgencyId("wenbury-hospital"), new AgencyId("haven-idva"));
        }

        @Test
        void anUnsoundVersionIsNotAndTheOneBeforeStands() {
            area.version(1, FIRST, QUORUM).version(2, SECOND + "unknown: field\n", QUORUM);
            assertThat(versionAt(NOW)).contains(1);
        }

        @Test
        void aFolderThatIsNotThereStopsTheStart() {
            Area missing = new Area(folder.resolve("nowhere"));
            assertThatThrownBy(missing::shelf).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Nested
    class Withdrawals {
        @BeforeEach
        void sign() {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "haven-idva");
        }

        @Test
        void countFromTheMomentTheStatementNames() {
            area.withdraw(1, FIRST, "haven-idva", "2026-09-01T00:00:00Z");
            ProtocolShelf shelf = area.shelf();
            AgencyId haven = new AgencyId("haven-idva");
            assertThat(shelf.inForce(Instant.parse("2026-08-31T23:59:30Z"))
                            .orElseThrow()
                            .signatories())
                    .contains(haven);
            assertThat(shelf.inForce(Instant.parse("2026-09-01T00:00:00Z"))
                            .orElseThrow()
                            .signatories())
                    .doesNotContain(haven);
        }

        @Test
        void countAtOnceWhereTheSignatureUnderThemIsNotTheAgencys() {
            area.withdraw(1, FIRST, "haven-idva", "2030-01-01T00:00:00Z");
            area.write("v1/withdrawals/haven-idva.p7s", Bytes.utf8("forged"));
            assertThat(signatories()).doesNotContain(new AgencyId("haven-idva"));
        }

        @Test
        void countAtOnceWhereTheStatementNamesAnotherVersionOrIsMissing() throws Exception {
            area.withdraw(1, FIRST + "#", "haven-idva", "2030-01-01T00:00:00Z");
            assertThat(signatories()).doesNotContain(new AgencyId("haven-idva"));
            Files.delete(folder.resolve("v1/withdrawals/haven-idva.yaml"));
            assertThat(signatories()).doesNotContain(new AgencyId("haven-idva"));
        }

        @Test
        void ofOneAgencyLeaveTheOthersIn() {
            area.withdraw(1, FIRST, "haven-idva", "2026-02-01T00:00:00Z");
            assertThat(signatories()).hasSize(3);
        }

        private Set<AgencyId> signatories() {
            return area.shelf().inForce(NOW).orElseThrow().signatories();
        }
    }

    @Nested
    class Identifies {
        @BeforeEach
        void sign() {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "wenbury-gp");
        }

        @Test
        void theAgencyThatPinsTheCertificate() throws Refused {
            Identified identified = area.shelf().identify(byTls("wenbury-hospital", Use.TLS, Door.FHIR), NOW);
            assertThat(identified.agency().id()).isEqualTo(new AgencyId("wenbury-hospital"));
            assertThat(identified.channel()).isEqualTo(new Party.Channel(Door.FHIR, true, false, Assurance.CHANNEL));
            assertThat(identified.inForce().protocol().version()).isEqualTo(1);
        }

        @Test
        void theOwnerOfTheQueue() throws Refused {
            Identified identified = area.shelf().identify(byQueue("wenbury-police"), NOW);
            assertThat(identified.agency().id()).isEqualTo(new AgencyId("wenbury-police"));
            assertThat(identified.channel().assurance()).isEqualTo(Assurance.SIGNED);
        }

        @Test
        void noOneByACertificateNobodyPins() {
            Peer stranger = new Peer.Certificate(Bytes.utf8("stranger").digest());
            assertThat(refusal(arrival(stranger, Door.FHIR)).code()).isEqualTo(RefusalCode.UNKNOWN_PEER);
        }

        @Test
        void noOneByACertificatePinnedForAnotherUse() {
            assertThat(refusal(byTls("wenbury-hospital", Use.SIGN, Door.FHIR)).code())
                    .isEqualTo(RefusalCode.UNKNOWN_PEER);
            assertThat(refusal(byTls("wenbury-hospital", Use.ENCRYPT, Door.FHIR))
                            .code())
                    .isEqualTo(RefusalCode.UNKNOWN_PEER);
        }

        @Test
        void noOneByAQueueOfNoParty() {
            assertThat(refusal(byQueue("eastmere-police")).code()).isEqualTo(RefusalCode.UNKNOWN_PEER);
        }

        @Test
        void noAgencyThatHasNotSignedAndNamesTheClause() {
            Refusal refusal = refusal(byQueue("wenbury-fire"));
            assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_A_SIGNATORY);
            assertThat(refusal.clauses()).containsExactly(new ClauseId("C1.1"));
        }

        @Test
        void noAgencyWhoseCertificateIsRevoked() {
            Arrival arrival = byTls("wenbury-hospital", Use.TLS, Door.FHIR);
            area.badCertificates.add(((Peer.Certificate) arrival.peer()).sha256());
            Refusal refusal = refusal(arrival);
            assertThat(refusal.code()).isEqualTo(RefusalCode.CERTIFICATE_REJECTED);
            assertThat(refusal.reason()).contains("revoked");
        }

        @Test
        void noAgencyOfWhichAListThatWasJustReadSaysThatItsCertificateIsRevoked() throws Refused {
            Arrival arrival = byTls("wenbury-hospital", Use.TLS, Door.FHIR);
            Digest certificate = ((Peer.Certificate) arrival.peer()).sha256();
            ProtocolShelf shelf = area.shelf();
            assertThat(shelf.identify(arrival, NOW).agency().id()).isEqualTo(new AgencyId("wenbury-hospital"));
            assertThat(shelf.owner(certificate, NOW)).isPresent();

            area.badCertificates.add(certificate);
            area.basis = "a list read a second later";

            assertThatThrownBy(() -> shelf.identify(arrival, NOW)).isInstanceOf(Refused.class);
            assertThat(shelf.owner(certificate, NOW)).isEmpty();
        }

        @Test
        void noAgencyWhoseSigningCertificateIsRevoked() {
            area.sign(1, FIRST, "haven-idva").revoked.add("wenbury-hospital");
            assertThat(refusal(byQueue("wenbury-hospital")).code()).isEqualTo(RefusalCode.NOT_A_SIGNATORY);
        }

        @ParameterizedTest
        @CsvSource({"wenbury-police,FHIR", "wenbury-gp,QUEUE", "wenbury-marac,RECORD"})
        void noAgencyByADoorItHasNotAgreedToSendBy(String agency, Door door) {
            assertThat(refusal(byTls(agency, Use.TLS, door)).code()).isEqualTo(RefusalCode.CHANNEL_NOT_AGREED);
        }

        @Test
        void noOneWhenNothingIsInForce() {
            assertThatThrownBy(() ->
                            area.shelf().identify(byQueue("wenbury-police"), Instant.parse("2040-01-01T00:00:00Z")))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused ->
                                    assertThat(refused.refusal().code()).isEqualTo(RefusalCode.NO_PROTOCOL_IN_FORCE));
        }

        @Test
        void manyMessagesOfAMinuteWithOneLookAtTheSignatures() throws Refused {
            ProtocolShelf shelf = area.shelf();
            shelf.identify(byQueue("wenbury-police"), NOW);
            int once = area.checks;
            for (int second = 1; second < 60; second++) {
                shelf.identify(byQueue("wenbury-police"), NOW.plusSeconds(second));
            }
            assertThat(area.checks).isEqualTo(once);
            shelf.identify(byQueue("wenbury-police"), NOW.plus(Duration.ofMinutes(1)));
            assertThat(area.checks).isGreaterThan(once);
        }

        @Test
        void anAgencyRevokedSinceTheLastMinuteNoMore() throws Refused {
            area.sign(1, FIRST, "haven-idva");
            ProtocolShelf shelf = area.shelf();
            shelf.identify(byQueue("wenbury-hospital"), NOW);
            area.revoked.add("wenbury-hospital");
            assertThatThrownBy(() -> shelf.identify(byQueue("wenbury-hospital"), NOW.plusSeconds(60)))
                    .isInstanceOf(Refused.class);
        }

        private Refusal refusal(Arrival arrival) {
            try {
                area.shelf().identify(arrival, NOW);
                throw new AssertionError("was identified");
            } catch (Refused refused) {
                return refused.refusal();
            }
        }
    }

    @Nested
    class Explains {
        @Test
        void whoSignedWhoDidNotAndThatItHolds() {
            area.version(1, FIRST, QUORUM);
            Explanation explanation = area.shelf().explain(NOW);
            assertThat(explanation.holds()).isTrue();
            assertThat(explanation.lines())
                    .contains(
                            new Explanation.Line(Verdict.HOLDS, "v1 signature of wenbury-police", "stands"),
                            new Explanation.Line(
                                    Verdict.OPEN,
                                    "v1 signature of wenbury-fire",
                                    "has not signed: sends and receives nothing"),
                            new Explanation.Line(Verdict.HOLDS, "in force", "wenbury-marac version 1, 3 signatories"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"bad", "wenbury-police 00"})
        void aSignatureThatDoesNotStand(String forged) {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "haven-idva");
            area.write("v1/signatures/wenbury-gp.p7s", Bytes.utf8(forged));
            Explanation explanation = area.shelf().explain(NOW);
            assertThat(explanation.holds()).isFalse();
            assertThat(explanation.lines())
                    .contains(new Explanation.Line(Verdict.FAILS, "v1 signature of wenbury-gp", BAD_SIGNATURE));
        }

        @Test
        void aSignatureNamedForNoParty() {
            area.version(1, FIRST, QUORUM).sign(1, FIRST, "eastmere-police");
            assertThat(area.shelf().explain(NOW).holds()).isFalse();
        }

        @Test
        void whyAVersionIsUnsound() {
            area.version(1, FIRST.replace("sector: police", "sector: army"), QUORUM);
            List<Explanation.Line> lines = area.shelf().explain(NOW).lines();
            assertThat(lines)
                    .anyMatch(line -> line.verdict() == Verdict.FAILS
                            && line.about().equals("v1 protocol")
                            && line.says().contains("/parties/1/sector"));
            assertThat(lines)
                    .contains(new Explanation.Line(
                            Verdict.FAILS,
                            "in force",
                            "no version is in force: none has taken effect with the signatures it needs"));
        }
    }

    @Test
    void givesTheExactBytesAndTheProtocolOfAVersion() {
        area.version(1, FIRST, QUORUM).version(2, SECOND, QUORUM);
        ProtocolShelf shelf = area.shelf();
        var ref = Shelves.read(FIRST).ref();
        assertThat(shelf.bytes(ref)).contains(Bytes.utf8(FIRST));
        assertThat(shelf.protocol(ref)).contains(Shelves.read(FIRST));
    }

    private static Pins pinning(String first) {
        return new Pins(Optional.of(Bytes.utf8(first).digest()), Optional.empty());
    }

    private Optional<Integer> versionAt(Instant at) {
        return area.shelf().inForce(at).map(found -> found.protocol().version());
    }

    private static Arrival byQueue(String agency) {
        return arrival(new Peer.QueueOwner(new AgencyId(agency)), Door.QUEUE);
    }

    private static Arrival byTls(String agency, Use use, Door door) {
        Digest digest = Shelves.wenbury().party(new AgencyId(agency)).orElseThrow().certificates().stream()
                .filter(certificate -> certificate.use() == use)
                .findFirst()
                .orElseThrow()
                .sha256();
        return arrival(new Peer.Certificate(digest), door);
    }

    private static Arrival arrival(Peer peer, Door door) {
        return new Arrival(
                door, peer, Optional.of(MediaType.CMS), Bytes.utf8("x"), NOW, Optional.empty(), Optional.empty());
    }
}
