//! Against published figures, other definitions, and what must never change a figure.

mod figures;
mod graphs;
mod permission;
mod replies;
