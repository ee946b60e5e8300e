package org.marac.gateway.broker;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;

/** Artemis, but for one thing: what a client of AMQP calls itself keeps nobody out. */
final class BrokerServer extends ActiveMQServerImpl {
    BrokerServer(Configuration configuration, Guard guard, ServiceRegistryImpl registry) {
        super(configuration, null, guard, null, registry);
    }

    /**
     * Whether a connection may have this container id (AMQP 1.0, section 2.4.1): always. Artemis would refuse one that asks to
     * have it alone while anybody has it, so that any agency could keep another out under its name, and a connection
     * that broke without a word its own successor. Nothing here is kept for a container id, so nothing is lost by sharing one.
     */
    @Override
    public boolean addClientConnection(String containerId, boolean alone) {
        return true;
    }
}
