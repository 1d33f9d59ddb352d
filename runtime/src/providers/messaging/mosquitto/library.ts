/** MQTT.js, imported by name: see eslint.config.js. */
export { connect } from 'mqtt';
