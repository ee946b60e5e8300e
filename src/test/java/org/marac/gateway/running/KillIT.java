package org.marac.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;

/**
 * {@code kill -9} at random moments under load, also of the database and also while starting. What was acknowledged is in
 * the record once and answered with a receipt; what was disclosed stands in the log and arrives.
 */
class KillIT {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId CHILDREN = new AgencyId("wenbury-childrens-services");
    private static final AgencyId PROBATION = new AgencyId("wenbury-probation");
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Random random = new Random();

    @TempDir
    Path place;

    @Test
    void nothingIsLostAndNothingTwiceInTenKills() throws Exception {
        survives(Integer.getInteger("gateway.kills", 10));
    }

    @Test
    @Tag("campaign")
    void nothingIsLostAndNothingTwiceInTwoHundredKills() throws Exception {
        survives(200);
    }

    private void survives(int kills) throws JMSException, IOException {
        try (RunningGateway gateway = RunningGateway.start(place.resolve("data"))) {
            Load load = new Load(gateway);
            try (load) {
                load.sender(POLICE, Load.Door.QUEUE, random.nextLong());
                load.sender(CHILDREN, Load.Door.QUEUE, random.nextLong());
                load.sender(PROBATION, Load.Door.QUEUE, random.nextLong());
                load.sender(HOSPITAL, Load.Door.FHIR, random.nextLong());
                for (int i = 0; i < kills; i++) {
                    if (i % 4 == 3) {
                        killWhileStarting(gateway);
                    } else {
                        killUnderLoad(gateway, load, i % 3 == 1);
                    }
                    gateway.start();
                    if (i % 10 == 9) {
                        load.catchUp();
                    }
                }
            }
            assertThat(load.acknowledged()).as("there was load").hasSizeGreaterThan(kills);
            new Accounting(gateway, load, place).holds();
            System.out.printf(
                    "%d kills: %d messages acknowledged, %d sent again, %d given up%n",
                    kills,
                    load.acknowledged().size(),
                    load.repeated().size(),
                    load.givenUp().size());
        }
    }

    private void killUnderLoad(RunningGateway gateway, Load load, boolean databaseToo) {
        int enough = load.acknowledgements() + 1 + random.nextInt(40);
        Awaitility.await().atMost(PATIENCE).until(() -> load.acknowledgements() >= enough);
        LockSupport.parkNanos(random.nextInt(100_000_000));
        if (databaseToo && random.nextBoolean()) {
            gateway.killDatabase();
            gateway.kill();
        } else if (databaseToo) {
            gateway.kill();
            gateway.killDatabase();
        } else {
            gateway.kill();
        }
    }

    /** From the first moment to a little after the doors have opened. */
    private void killWhileStarting(RunningGateway gateway) {
        gateway.kill();
        gateway.launch();
        LockSupport.parkNanos(random.nextLong(9_000_000_000L));
        gateway.kill();
    }
}
