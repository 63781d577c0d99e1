//! Tests of the agent's folder, the machine's probe and the doctor.

mod doctor_chain;
mod doctor_data;
mod doctor_home;
mod doctor_machine;
mod hardware;
mod home;
mod trial;
